using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.List;

/// <summary>Which messages of a session: those before, after or around one of them, or the newest; of the active version or another one.</summary>
/// <param name="Comments">False leaves out what was said to people only.</param>
sealed record WindowOf(Guid SessionId, Guid? Before, Guid? After, Guid? Around, int? Branch, int Limit, bool Comments = true)
{
    public Guid? Anchor => Before ?? After ?? Around;
}

/// <param name="Older">True when there are messages before the first.</param>
/// <param name="Newer">True when there are messages after the last.</param>
/// <param name="Follows">True when this is the version that everybody sees who has not chosen another.</param>
sealed record Window(IReadOnlyList<MessageView> Items, bool Older, bool Newer, SessionPath Path, bool Follows, Transcript? Transcript);

/// <summary>Reads a window along one version of a session: at most six statements, however long it is and however many versions there are.</summary>
sealed class WindowReader(ChatDbContext db, LiveRuns live, HtmlRenewal renewal)
{
    /// <summary>Null when there is no such message or version in the session.</summary>
    public async Task<Window?> ReadAsync(WindowOf which, CancellationToken cancellationToken)
    {
        var transcript = await db.Transcripts.AsNoTracking().SingleOrDefaultAsync(t => t.SessionId == which.SessionId, cancellationToken);
        var active = transcript?.ActiveBranch ?? 0;
        var path = await db.PathAsync(which.SessionId, which.Branch ?? active, cancellationToken);
        var anchor = which.Anchor is not { } id ? null : await db.Messages.AsNoTracking().Where(m => m.Id == id && m.SessionId == which.SessionId)
            .Select(m => new MessagePlace(m.Branch, m.Ordinal)).SingleOrDefaultAsync(cancellationToken);
        if (path is null || (which.Anchor is not null && anchor is null)) return null;
        // A link to a message leads to a version that has it.
        if (which.Branch is null && anchor is not null && !path.Contains(anchor)) path = (await db.PathAsync(which.SessionId, anchor.Branch, cancellationToken))!;

        // Nothing newer than the revision: the stream brings what came after it, and must not bring it twice.
        var (older, newer, limit) = (new List<Message>(), new List<Message>(), which.Around is null ? which.Limit : which.Limit / 2);
        var from = which.Before is not null ? anchor!.Ordinal - 1 : which.Around is not null ? anchor!.Ordinal : transcript?.Revision ?? 0;
        if (which.After is null) older = await db.UpTo(which.SessionId, path, from, limit + 1, which.Comments).ToListAsync(cancellationToken);
        if (which.After is not null || which.Around is not null) newer = await db.After(which.SessionId, path, anchor!.Ordinal, limit + 1, which.Comments).ToListAsync(cancellationToken);

        var rows = older.Take(limit).Reverse().Concat(newer.Take(limit)).ToList();
        var versions = transcript is not { LastBranch: > 0 } ? null : await db.SiblingsOfAsync(which.SessionId, rows, cancellationToken);
        await db.CompleteAsync([.. rows.Where(m => !m.IsOver && live.OfMessage(m.Id) is null)], cancellationToken);
        MessageView[] shown = [.. rows.Select(m => MessageView.Of(m, live.OfMessage(m.Id)?.Snapshot(), versions?.GetValueOrDefault(m.Id)))];
        foreach (var (message, view) in rows.Zip(shown)) renewal.Offer(message, view);
        return new(shown,
            older.Count > limit || which.After is not null, newer.Count > limit || which.Before is not null, path, path.Leaf == active, transcript);
    }
}
