using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Branches;

/// <summary>Other versions of a message: ‹ 2/3 ›. <see cref="Number"/> counts from 1; previous and next are branches to look at.</summary>
sealed record Siblings(int Number, int Count, Sibling? Previous, Sibling? Next);

sealed record Sibling(Guid Id, int Branch);

static class Alternatives
{
    /// <summary>
    /// Finds the other versions of the messages shown. Versions follow the same message, are of the same kind, and have equally many of those
    /// before them: of two answers to one question in one branch, each has versions of its own. What begins a thread is no version of what comes next in the conversation.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Guid, Siblings>> SiblingsOfAsync(this ChatDbContext db, Guid sessionId, IReadOnlyCollection<Message> shown, CancellationToken cancellationToken)
    {
        if (shown.Count == 0) return new Dictionary<Guid, Siblings>();
        var rows = await db.FollowingTheSame(sessionId, shown).AsNoTracking()
            .OrderBy(m => m.Ordinal).Select(m => new { m.Id, m.ParentId, m.AuthorKind, m.Branch, m.Ordinal, m.ThreadId }).ToListAsync(cancellationToken);
        var found = new Dictionary<Guid, Siblings>();
        var groups = rows.GroupBy(r => (r.ParentId, r.AuthorKind, r.ThreadId), r => new Place(r.Id, r.Branch, r.Ordinal)).Where(g => g.DistinctBy(p => p.Branch).Skip(1).Any()).ToList();
        if (groups.Count == 0) return found;

        var branches = await db.Branches.AsNoTracking().Where(b => b.SessionId == sessionId).ToListAsync(cancellationToken);
        var paths = rows.Select(r => r.Branch).Distinct().ToDictionary(b => b, b => SessionPath.To(b, branches)!);
        foreach (var group in groups)
            foreach (var versions in group.GroupBy(p => group.Count(before => before.Ordinal < p.Ordinal && paths[p.Branch].Contains(before.Branch, before.Ordinal))).Select(g => g.ToList()))
            {
                for (var i = 0; versions.Count > 1 && i < versions.Count; i++)
                    found[versions[i].Id] = new(i + 1, versions.Count, At(i - 1), At(i + 1));
                Sibling? At(int i) => i < 0 || i >= versions.Count ? null : new(versions[i].Id, versions[i].Branch);
            }
        return found;
    }

    /// <summary>
    /// Messages came, went or are back: their other versions are now one of more or fewer, and that changes them too. Inside the caller's
    /// transaction. An answer that is still written shows it when it is done.
    /// </summary>
    public static async Task<IReadOnlyList<Message>> RenumberAsync(this ChatDbContext db, int lastBranch, IReadOnlyCollection<Message> changed, CancellationToken cancellationToken)
    {
        changed = [.. changed.Where(m => !m.IsComment)];
        if (lastBranch == 0 || changed.Count == 0) return [];
        var session = changed.First().SessionId;
        var ids = changed.Select(m => m.Id).ToArray();
        var beside = await db.FollowingTheSame(session, changed).Where(m => !ids.Contains(m.Id) && m.Status != MessageStatus.Queued && m.Status != MessageStatus.Running).OrderBy(m => m.Ordinal).ToListAsync(cancellationToken);
        var kinds = changed.Concat(beside).ToLookup(KindOf, m => m.Branch);
        var touched = changed.Select(KindOf).ToHashSet();
        Message[] others = [.. beside.Where(m => touched.Contains(KindOf(m)) && kinds[KindOf(m)].Distinct().Skip(1).Any())];
        if (others.Length == 0) return [];

        var revision = (await db.AdvanceAsync(session, others.Length, cancellationToken)).Revision - others.Length;
        foreach (var other in others) other.Renumber(++revision);
        await db.SaveChangesAsync(cancellationToken);
        return others;

        static (Guid?, AuthorKind, Guid?) KindOf(Message m) => (m.ParentId, m.AuthorKind, m.ThreadId);
    }

    static IQueryable<Message> FollowingTheSame(this ChatDbContext db, Guid sessionId, IReadOnlyCollection<Message> messages)
    {
        var parents = messages.Select(m => m.ParentId).OfType<Guid>().Distinct().ToArray();
        var first = messages.Any(m => m.ParentId == null);
        return db.Messages.Where(m => m.SessionId == sessionId && m.DeletedAt == null && !m.IsComment && ((m.ParentId == null && first) || parents.Contains(m.ParentId!.Value)));
    }

    sealed record Place(Guid Id, int Branch, long Ordinal);
}
