using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Send;

static class FirstResult
{
    /// <summary>What the first send with this id brought about; null when there was none.</summary>
    public static async Task<SentMessage?> FirstResultAsync(
        this ChatDbContext db, Guid sessionId, CurrentUser by, string? clientMessageId, CancellationToken cancellationToken)
    {
        if (clientMessageId is null) return null;
        var author = by.Id.ToString();
        return await db.Messages.AsNoTracking()
            .Where(m => m.SessionId == sessionId && m.AuthorId == author && m.ClientMessageId == clientMessageId)
            .Join(db.Messages, m => m.Id, r => r.ParentId, (m, r) => new { m.Id, ReplyId = r.Id, r.Ordinal, r.ThreadId })
            .Join(db.Runs, x => x.ReplyId, run => run.MessageId, (x, run) => new { x.Id, x.ReplyId, x.Ordinal, x.ThreadId, RunId = run.Id, run.StartedAt })
            .OrderBy(x => x.Ordinal).ThenBy(x => x.StartedAt)
            .Select(x => new SentMessage(x.Id, x.ReplyId, x.RunId, sessionId, x.ThreadId)).FirstOrDefaultAsync(cancellationToken);
    }
}
