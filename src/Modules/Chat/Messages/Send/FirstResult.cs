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
        return await Find(db, sessionId, by.Id.ToString(), clientMessageId).FirstOrDefaultAsync(cancellationToken);
    }

    // Asked for every message: compiled once.
    static readonly Func<ChatDbContext, Guid, string, string, IAsyncEnumerable<SentMessage>> Find =
        EF.CompileAsyncQuery((ChatDbContext db, Guid sessionId, string author, string clientMessageId) => db.Messages.AsNoTracking()
            .Where(m => m.SessionId == sessionId && m.AuthorId == author && m.ClientMessageId == clientMessageId)
            .Join(db.Messages, m => m.Id, r => r.ParentId, (m, r) => new { m.Id, ReplyId = r.Id, r.Ordinal })
            .Join(db.Runs, x => x.ReplyId, run => run.MessageId, (x, run) => new { x.Id, x.ReplyId, x.Ordinal, RunId = run.Id, run.StartedAt })
            .OrderBy(x => x.Ordinal).ThenBy(x => x.StartedAt)
            .Select(x => new SentMessage(x.Id, x.ReplyId, x.RunId, sessionId)).Take(1));

    /// <summary>The same for Regenerate, Retry and Continue, which store the id with the run. A result that was deleted is none.</summary>
    public static async Task<SentMessage?> FirstRunAsync(
        this ChatDbContext db, Guid sessionId, CurrentUser by, string? clientMessageId, CancellationToken cancellationToken) =>
        clientMessageId is null ? null : await db.Runs.AsNoTracking()
            .Where(r => r.SessionId == sessionId && r.UserId == by.Id && r.ClientMessageId == clientMessageId)
            .Join(db.Messages.Where(m => m.DeletedAt == null), r => r.MessageId, m => m.Id, (r, m) => new SentMessage(m.ParentId!.Value, m.Id, r.Id, sessionId))
            .FirstOrDefaultAsync(cancellationToken);
}
