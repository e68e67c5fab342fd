using System.Runtime.CompilerServices;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Sharing.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>
/// Which of a session's versions a viewer shows, of the conversation or of one thread, and up to which ordinal: a page in the middle has no
/// place for what comes after it. And where its list of sessions stands; null when it has none.
/// </summary>
/// <param name="Reader">Set for somebody who reads by a link.</param>
readonly record struct View(int? Branch, bool IsPage, long Until = long.MaxValue, string? List = null, Reader? Reader = null, Guid? Thread = null)
{
    /// <summary>Programs get all versions and threads and put them in order themselves.</summary>
    public static readonly View Everything = new(null, IsPage: false);

    public static View Page(int? branch, long? until, string? list = null, Guid? thread = null) => new(branch, IsPage: true, until ?? long.MaxValue, list, Thread: thread);

    /// <param name="root">The message that the thread hangs on, which stands above it.</param>
    public bool Shows(SessionPath path, MessagePlace? root, MessagePlace place) => place.Ordinal <= Until && (path.Contains(place) || (root is not null && (place.Branch, place.Ordinal) == (root.Branch, root.Ordinal)));

    /// <summary>The page shows a version that was the active one and is not any more.</summary>
    public bool IsStale(long revision, SessionNow now) => IsPage && Branch is null && revision < now.ActiveSince;
}

/// <summary>The session's revision, the version that a viewer sees, since when the active one is that, and how many others there are.</summary>
/// <param name="Root">The message whose thread the viewer sees.</param>
sealed record SessionNow(long Revision, SessionPath Path, long ActiveSince, int LastBranch, MessagePlace? Root);

/// <summary>Who looks: a person, by a sign-in or key, or a link.</summary>
/// <param name="Heard">
/// Where the feed was before the right to look was checked: that it ended meanwhile is among what comes after that. Null where it is checked
/// again once the viewer listens.
/// </param>
readonly record struct Onlooker(Guid Id, Guid? AccessId = null, long? Heard = null)
{
    /// <summary>The same in a feed that may have begun anew since, and then tells all of its news.</summary>
    public long HeardOf(SessionFeed feed) => Heard is { } heard && heard <= feed.Last ? heard : Heard is null ? feed.Last : 0;

    public bool IsMeant(FeedEvent happened) => happened.To is not { } to || (to == Id && (happened.ToAccess is not { } access || access == AccessId));
}

/// <summary>What a viewer is sent: a fragment or control event for browsers, JSON for programs, or both.</summary>
sealed record StreamItem(string? Id, string? Name, string? Html, string? Json)
{
    public static readonly StreamItem Hello = new(null, "cm-hello", $$"""{"v":1,"heartbeat":{{SessionFeeds.Heartbeat.TotalSeconds}}}""", null);
    public static readonly StreamItem Ping = new(null, "cm-ping", "", null);
}

/// <summary>
/// Follows a session for one viewer. Same epoch and still in the ring: replay. Anything else: the durable changes after the viewer's
/// revision and a snapshot of each running answer, so that nobody ever gets a delta without its start.
/// </summary>
sealed class SessionViewer(SessionFeeds feeds, CatchUp catchUp, IServiceScopeFactory scopes)
{
    /// <summary>Who is about to look; to be asked before what they may see is.</summary>
    public Onlooker Arriving(Guid sessionId, CurrentUser user) => new(user.Id, user.AccessId, feeds.LastOf(sessionId));

    /// <summary>Where the session's feed is now, as an id to come back with.</summary>
    public async Task<string> PositionAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var feed = feeds.For(sessionId);
        var number = feed.Last;
        return $"{feed.Epoch}.{(await NowAsync(sessionId, View.Everything, cancellationToken)).Revision}.{number}";
    }

    public async IAsyncEnumerable<StreamItem> FollowAsync(
        Guid sessionId, Onlooker who, string? lastEventId, string? since, View view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = feeds.For(sessionId);
        using var watching = feed.Watch();
        using var person = view.List is { } list ? new PersonFollower(feeds, who, list) : null;

        var position = FeedPosition.Read(lastEventId, sessionId);
        var events = new List<FeedEvent>();
        var begin = who.HeardOf(feed);
        // An end from before the right to look was checked is over: whoever was taken out is in again.
        var (admittedAt, seen) = (begin, begin);
        var now = await NowAsync(sessionId, view, cancellationToken);
        var path = now.Path;
        var revision = (position ?? FeedPosition.Read(since))?.Revision ?? now.Revision;
        var replay = !view.IsStale(revision, now) && position is not null && position.Epoch == feed.Epoch && feed.TryRead(position.Number, events);
        events.Clear();
        var cursor = replay ? position!.Number : -1;
        if (!replay) revision = Math.Min(revision, now.Revision);
        yield return StreamItem.Hello;
        var known = new Dictionary<Guid, long>();
        var lastSent = Environment.TickCount64;
        var woken = Task.CompletedTask;

        while (true)
        {
            if (cursor < 0)
            {
                (cursor, begin) = (begin >= 0 ? begin : feed.Last, -1);
                // The end may be among what is not told any more.
                if (feed.CloseSince(seen, who.IsMeant) is { } end && end.Number <= cursor)
                {
                    yield return new(null, end.Name, end.Html, null);
                    yield break;
                }
                // Who fell behind the ring needs new snapshots, also of what was known before.
                known.Clear();
                (var missed, now) = await catchUp.ReadAsync(sessionId, revision, view, () => NowAsync(sessionId, view, cancellationToken), known, cancellationToken);
                path = now.Path;
                revision = Math.Max(revision, missed.Revision);
                foreach (var item in missed.Items) yield return item with { Html = item.Html is { } all && item.Name is null ? Fragments.For(who.Id, all) : item.Html };
                lastSent = Environment.TickCount64;
            }
            events.Clear();
            if (!feed.TryRead(cursor, events))
            {
                (seen, cursor) = (Math.Max(seen, cursor), -1);
                continue;
            }
            foreach (var happened in events)
            {
                cursor = happened.Number;
                if (Skip(happened, who, admittedAt, revision, known)) continue;
                if (happened.Revision > 0) revision = happened.Revision;
                if (happened.Tag is MessagePlace { MessageId: { } told } && known.GetValueOrDefault(told) == CatchUp.Whole) known.Remove(told);
                if (view.Branch is null && happened.Tag is SessionPath other && other.ThreadId == view.Thread) path = other;
                var shown = happened.Tag switch
                {
                    MessagePlace place => view.Shows(path, now.Root, place),
                    SessionPath its => view.Branch is null && its.ThreadId == view.Thread,
                    OfThread its => its.Id == view.Thread,
                    _ => true,
                };
                var id = $"{feed.Epoch}.{revision}.{happened.Number}";
                // Only fragments are marked for their reader: the rest is data, and text that somebody wrote.
                var html = !shown ? null : view.Reader is { } reader ? await reader.HtmlAsync(happened) : happened.Html is null ? null : happened.Name is null ? Fragments.For(who.Id, happened.Html) : happened.Html;
                // What a viewer does not get is silence to it.
                if (view.IsPage ? html is not null : happened.Payload is not null) lastSent = Environment.TickCount64;
                yield return new(id, shown ? happened.Name : null, html, view.IsPage ? null : happened.ToJson(id));
                if (happened.Name == ChatFeed.Close) yield break;
            }
            foreach (var item in person?.Read() ?? [])
            {
                lastSent = Environment.TickCount64;
                yield return item;
                if (item.Name == ChatFeed.Close) yield break;
            }
            if (Environment.TickCount64 - lastSent >= SessionFeeds.Heartbeat.TotalMilliseconds)
            {
                lastSent = Environment.TickCount64;
                yield return StreamItem.Ping;
            }
            if (woken.IsCompleted) woken = feed.WaitAsync(cursor, cancellationToken);
            await (person is null ? woken : Task.WhenAny(woken, person.WaitAsync(cancellationToken)));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    static bool Skip(FeedEvent happened, Onlooker who, long admittedAt, long revision, Dictionary<Guid, long> known) =>
        !who.IsMeant(happened) || (happened.Name == ChatFeed.Close && happened.Number <= admittedAt)
        || (happened.Revision > 0 && happened.Revision <= revision)
        || (happened.Stream is { } stream && known.TryGetValue(stream, out var contained) && happened.Number <= contained);

    async Task<SessionNow> NowAsync(Guid sessionId, View view, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var transcript = await db.Transcripts.AsNoTracking().SingleOrDefaultAsync(t => t.SessionId == sessionId, cancellationToken);
        var (revision, last) = (transcript?.Revision ?? 0, transcript?.LastBranch ?? 0);
        if (view.Thread is not { } thread)
            return new(revision, await db.PathAsync(sessionId, view.Branch ?? transcript?.ActiveBranch ?? 0, cancellationToken) ?? SessionPath.First, transcript?.ActiveSince ?? 0, last, null);

        var root = await db.Messages.AsNoTracking().Where(m => m.Id == thread && m.SessionId == sessionId)
            .Select(m => new { m.Branch, m.Ordinal, Leaf = (int?)m.Thread!.Branch, Since = (long?)m.Thread!.Since }).SingleOrDefaultAsync(cancellationToken);
        var path = (view.Branch ?? root?.Leaf) is { } leaf ? await db.PathAsync(sessionId, leaf, cancellationToken) : null;
        return new(revision, path?.ThreadId == thread ? path.Shown : SessionPath.Unbegun(thread), root?.Since ?? 0, last, root is null ? null : new(root.Branch, root.Ordinal));
    }
}

/// <summary>A place in a feed as a viewer brings it back; anything that is not one counts as none.</summary>
sealed record FeedPosition(string Epoch, long Revision, long Number)
{
    public static FeedPosition? Read(string? text) =>
        text?.Split('.') is [{ Length: > 0 } epoch, var revision, var number] && long.TryParse(revision, out var r) && long.TryParse(number, out var n) && r >= 0 && n >= 0
            ? new(epoch, r, n) : null;

    /// <summary>A place in another session is none in this one.</summary>
    public static FeedPosition? Read(string? text, Guid sessionId) =>
        Read(text) is { } position && position.Epoch.EndsWith(SessionFeed.MarkOf(sessionId), StringComparison.Ordinal) ? position : null;
}
