using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Threads;

static class ThreadSizes
{
    /// <summary>Counts a version of a thread.</summary>
    public static async Task<ThreadSize> ThreadSizeAsync(this ChatDbContext db, Guid sessionId, SessionPath shown, CancellationToken cancellationToken)
    {
        int[] branches = [.. shown.Parts.Select(p => p.Branch)];
        long[] ends = [.. shown.Parts.Select(p => p.UpTo)];
        var rows = await db.Database.SqlQuery<ThreadSize>($"""
            select count(*) filter (where m.deleted_at is null)::int as count, count(*) filter (where m.purged_at is null)::int as "left",
                max(m.created_at) filter (where m.deleted_at is null) as last_at
            from unnest({branches}, {ends}) as p(branch, up_to) join chat.messages m on m.session_id = {sessionId} and m.branch = p.branch and m.ordinal <= p.up_to
            """).ToListAsync(cancellationToken);
        return rows[0];
    }

    /// <summary>
    /// Counts the threads again that messages were taken from or came back to, inside the caller's transaction.
    /// </summary>
    /// <returns>The messages whose threads changed, each with a revision of its own, except those that changed themselves.</returns>
    public static async Task<IReadOnlyList<Message>> RecountThreadsAsync(
        this ChatDbContext db, Guid sessionId, IReadOnlyCollection<Message> changed, CancellationToken cancellationToken)
    {
        var ids = changed.Select(m => m.ThreadId).OfType<Guid>().Distinct().ToArray();
        if (ids.Length == 0) return [];
        var roots = await db.Messages.Where(m => m.SessionId == sessionId && ids.Contains(m.Id)).OrderBy(m => m.Ordinal).ToListAsync(cancellationToken);
        var told = changed.Select(m => m.Id).ToHashSet();
        List<Message> others = [.. roots.Where(m => !told.Contains(m.Id))];
        var revision = others.Count == 0 ? 0 : (await db.AdvanceAsync(sessionId, others.Count, cancellationToken)).Revision - others.Count;
        foreach (var root in roots)
        {
            var path = (await db.PathAsync(sessionId, root.Thread!.Branch, cancellationToken))!.Shown;
            var size = await db.ThreadSizeAsync(sessionId, path, cancellationToken);
            root.ThreadHolds(told.Contains(root.Id) ? root.Revision : ++revision, size);
        }
        await db.SaveChangesAsync(cancellationToken);
        return others;
    }
}
