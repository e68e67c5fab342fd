using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.List;

/// <summary>Which messages of a session: those before, after or around one of them, or the newest; of the active version or another one.</summary>
/// <param name="Thread">The message whose thread it is about; null for the conversation.</param>
/// <param name="Comments">False leaves out what was said to people only.</param>
sealed record WindowOf(Guid SessionId, Guid? Before, Guid? After, Guid? Around, int? Branch, int Limit, Guid? Thread = null, bool Comments = true)
{
    public Guid? Anchor => Before ?? After ?? Around;
}

/// <param name="Older">True when there are messages before the first.</param>
/// <param name="Newer">True when there are messages after the last.</param>
/// <param name="Follows">True when this is the version that everybody sees who has not chosen another.</param>
/// <param name="Root">The message that the thread hangs on.</param>
sealed record Window(IReadOnlyList<MessageView> Items, bool Older, bool Newer, SessionPath Path, bool Follows, Transcript? Transcript, MessageView? Root);

/// <summary>Reads a window along one version of a session: at most seven statements, however long it is and however many versions there are.</summary>
sealed class WindowReader(ChatDbContext db, LiveRuns live, HtmlRenewal renewal)
{
    /// <summary>Null when there is no such message or version in the session.</summary>
    public async Task<Window?> ReadAsync(WindowOf which, CancellationToken cancellationToken)
    {
        var transcript = await db.Transcripts.AsNoTracking().SingleOrDefaultAsync(t => t.SessionId == which.SessionId, cancellationToken);
        var root = which.Thread is not { } thread ? null : await db.Messages.AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == thread && m.SessionId == which.SessionId && m.ThreadId == null && (m.PurgedAt == null || m.Thread!.Left > 0), cancellationToken);
        if (which.Thread is not null && root is null) return null;
        var active = root is null ? transcript?.ActiveBranch ?? 0 : root.Thread?.Branch;
        var path = await PathAsync(which, which.Branch ?? active, cancellationToken);
        var anchor = which.Anchor is not { } id ? null : await db.Messages.AsNoTracking().Where(m => m.Id == id && m.SessionId == which.SessionId)
            .Select(m => new MessagePlace(m.Branch, m.Ordinal)).SingleOrDefaultAsync(cancellationToken);
        if (path is null || (which.Anchor is not null && anchor is null)) return null;
        // A link to a message leads to a version that has it, or to its thread.
        if (which.Branch is null && anchor is not null && !path.Contains(anchor)) path = await PathAsync(which, anchor.Branch, cancellationToken);
        if (path is null) return null;

        // Nothing newer than the revision: the stream brings what came after it, and must not bring it twice.
        var (older, newer, limit) = (new List<Message>(), new List<Message>(), which.Around is null ? which.Limit : which.Limit / 2);
        var from = which.Before is not null ? anchor!.Ordinal - 1 : which.Around is not null ? anchor!.Ordinal : transcript?.Revision ?? 0;
        if (which.After is null) older = await db.UpTo(which.SessionId, path, from, limit + 1, which.Comments).ToListAsync(cancellationToken);
        if (which.After is not null || which.Around is not null) newer = await db.After(which.SessionId, path, anchor!.Ordinal, limit + 1, which.Comments).ToListAsync(cancellationToken);

        var rows = older.Take(limit).Reverse().Concat(newer.Take(limit)).ToList();
        List<Message> all = root is null ? rows : [root, .. rows];
        var versions = transcript is not { LastBranch: > 0 } ? null : await db.SiblingsOfAsync(which.SessionId, all, cancellationToken);
        await db.CompleteAsync([.. all.Where(m => !m.IsOver && live.OfMessage(m.Id) is null)], cancellationToken);
        MessageView[] shown = [.. all.Select(m => MessageView.Of(m, live.OfMessage(m.Id)?.Snapshot(), versions?.GetValueOrDefault(m.Id)))];
        foreach (var (message, view) in all.Zip(shown)) renewal.Offer(message, view);
        return new(root is null ? shown : shown[1..],
            older.Count > limit || which.After is not null, newer.Count > limit || which.Before is not null, path, path.Leaf == (active ?? 0), transcript, root is null ? null : shown[0]);
    }

    /// <summary>Null when there is no such version, or not of this thread.</summary>
    async Task<SessionPath?> PathAsync(WindowOf which, int? branch, CancellationToken cancellationToken)
    {
        var path = branch is { } leaf ? await db.PathAsync(which.SessionId, leaf, cancellationToken) : SessionPath.Unbegun(which.Thread!.Value);
        return which.Thread is null || path?.ThreadId == which.Thread ? path?.Shown : null;
    }
}
