using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Branches;

/// <summary>
/// Reads along a path. Each window is one statement that takes a bounded number of rows from each branch by index. Of a message whose text
/// is wiped only the way to its thread is left, while there is something in it.
/// </summary>
static class PathQueries
{
    /// <summary>The version that ends in the branch; null when there is none such. No query for the first version.</summary>
    public static async Task<SessionPath?> PathAsync(this ChatDbContext db, Guid sessionId, int leaf, CancellationToken cancellationToken) => leaf == 0 ? SessionPath.First
        : SessionPath.To(leaf, await db.Branches.AsNoTracking().Where(b => b.SessionId == sessionId).ToListAsync(cancellationToken));

    /// <summary>The last messages with an ordinal of at most <paramref name="last"/>, newest first.</summary>
    /// <param name="comments">False leaves out what was said to people only.</param>
    public static IQueryable<Message> UpTo(this ChatDbContext db, Guid sessionId, SessionPath path, long last, int limit, bool comments = true)
    {
        var (branches, ends) = Arrays(path);
        return db.Messages.FromSql($"""
            select m.* from unnest({branches}, {ends}) as p(branch, up_to) cross join lateral
                (select * from chat.messages where session_id = {sessionId} and branch = p.branch and ordinal <= least(p.up_to, {last}) and ({comments} or not is_comment) and (purged_at is null or thread_left > 0) and not (deleted_among_many and deleted_together = 0) order by ordinal desc limit {limit}) m
            """).AsNoTracking().OrderByDescending(m => m.Ordinal).Take(limit);
    }

    /// <summary>The first messages after an ordinal, oldest first.</summary>
    /// <param name="comments">As above.</param>
    public static IQueryable<Message> After(this ChatDbContext db, Guid sessionId, SessionPath path, long ordinal, int limit, bool comments = true)
    {
        var (branches, ends) = Arrays(path);
        return db.Messages.FromSql($"""
            select m.* from unnest({branches}, {ends}) as p(branch, up_to) cross join lateral
                (select * from chat.messages where session_id = {sessionId} and branch = p.branch and ordinal > {ordinal} and ordinal <= p.up_to and ({comments} or not is_comment) and (purged_at is null or thread_left > 0) and not (deleted_among_many and deleted_together = 0) order by ordinal limit {limit}) m
            """).AsNoTracking().OrderBy(m => m.Ordinal).Take(limit);
    }

    /// <summary>The last message that another one can follow: neither deleted nor a comment. Null when there is none.</summary>
    public static Task<Guid?> LastOfAsync(this ChatDbContext db, Guid sessionId, SessionPath path, CancellationToken cancellationToken)
    {
        var (branches, ends) = Arrays(path);
        return db.Messages.FromSql($"""
            select m.* from unnest({branches}, {ends}) as p(branch, up_to) cross join lateral
                (select * from chat.messages where session_id = {sessionId} and branch = p.branch and ordinal <= p.up_to and deleted_at is null and not is_comment order by ordinal desc limit 1) m
            """).AsNoTracking().OrderByDescending(m => m.Ordinal).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(cancellationToken);
    }

    static (int[] Branches, long[] Ends) Arrays(SessionPath path) => ([.. path.Parts.Select(p => p.Branch)], [.. path.Parts.Select(p => p.UpTo)]);
}
