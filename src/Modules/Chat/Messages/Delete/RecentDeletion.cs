using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Delete;

static class RecentDeletion
{
    /// <summary>What the person deleted a moment ago in a version of the same conversation or thread that is not on the page, so that its place cannot offer to bring it back.</summary>
    public static async Task<Guid?> ElsewhereAsync(this ChatDbContext db, Guid sessionId, CurrentUser by, SessionPath shown, CancellationToken cancellationToken)
    {
        var last = await db.Messages.AsNoTracking()
            .Where(m => m.DeletedAt != null && m.PurgedAt == null && m.SessionId == sessionId && m.DeletedById == by.Id && m.ThreadId == shown.ThreadId).OrderByDescending(m => m.DeletedAt).ThenBy(m => m.Ordinal)
            .Select(m => new { m.DeletionId, m.Branch, m.Ordinal }).FirstOrDefaultAsync(cancellationToken);
        return last is null || shown.Contains(last.Branch, last.Ordinal) ? null : last.DeletionId;
    }
}
