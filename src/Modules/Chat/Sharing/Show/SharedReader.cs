using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.List;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Sharing.Show;

/// <param name="Earlier">Where the page before begins; null when there is none.</param>
/// <param name="Revision">What the page knows of, for its stream.</param>
sealed record SharedWindow(IReadOnlyList<MessageView> Messages, Guid? Earlier, Guid? Later, long Revision);

/// <summary>A window of what a link shows, without what readers may not see.</summary>
sealed class SharedReader(ChatDbContext db, WindowReader windows)
{
    const int Size = 50;

    public Task<SharedWindow> ReadAsync(Share share, Guid? before, Guid? after, CancellationToken cancellationToken) =>
        share.IsLive ? LiveAsync(share, before, after, cancellationToken) : SnapshotAsync(share, before, after, cancellationToken);

    async Task<SharedWindow> LiveAsync(Share share, Guid? before, Guid? after, CancellationToken cancellationToken)
    {
        var window = await windows.ReadAsync(new(share.SessionId, before, after, null, null, Size, Comments: false), cancellationToken);
        // A place in a version that is not the one of now is not shown to readers.
        if (window is null || !window.Follows) window = (await windows.ReadAsync(new(share.SessionId, null, null, null, null, Size, Comments: false), cancellationToken))!;
        var items = window.Items;
        // Of a wiped message with a thread only the way to that is left, where readers do not go.
        return new([.. items.Where(m => !m.IsWiped).Select(m => SharedFragments.Bare(m, share.ReactionNames))],
            window.Older && items.Count > 0 ? items[0].Id : null, window.Newer && items.Count > 0 ? items[^1].Id : null, window.Transcript?.Revision ?? 0);
    }

    async Task<SharedWindow> SnapshotAsync(Share share, Guid? before, Guid? after, CancellationToken cancellationToken)
    {
        // Before the messages: the stream tells of what is wiped after it.
        var revision = await db.Transcripts.Where(t => t.SessionId == share.SessionId).Select(t => t.Revision).SingleOrDefaultAsync(cancellationToken);
        var all = db.SharedMessages.AsNoTracking().Where(m => m.ShareId == share.Id);
        var anchor = before ?? after;
        var from = anchor is null ? null : await all.Where(m => m.MessageId == anchor).Select(m => (long?)m.Ordinal).SingleOrDefaultAsync(cancellationToken);
        // Like the session itself: the newest messages are what a page begins with.
        var rows = after is not null && from is { } first
            ? await all.Where(m => m.Ordinal > first).OrderBy(m => m.Ordinal).Take(Size).ToListAsync(cancellationToken)
            : await all.Where(m => from == null || m.Ordinal < from).OrderByDescending(m => m.Ordinal).Take(Size).OrderBy(m => m.Ordinal).ToListAsync(cancellationToken);
        if (rows.Count == 0) return new([], null, null, revision);
        var (oldest, newest) = (rows[0], rows[^1]);
        return new([.. rows.Select(r => SharedFragments.Bare(r.Read().ToView(share.SessionId, r.Ordinal), share.ReactionNames))],
            await all.AnyAsync(m => m.Ordinal < oldest.Ordinal, cancellationToken) ? oldest.MessageId : null,
            await all.AnyAsync(m => m.Ordinal > newest.Ordinal, cancellationToken) ? newest.MessageId : null, revision);
    }
}
