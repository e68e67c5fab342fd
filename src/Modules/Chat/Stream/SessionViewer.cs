using System.Runtime.CompilerServices;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Delete;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>Which of a session's versions a viewer shows.</summary>
readonly record struct View(int? Branch, bool IsPage)
{
    /// <summary>Programs get all versions and put them in order themselves.</summary>
    public static readonly View Everything = new(null, IsPage: false);

    public static View Page(int? branch) => new(branch, IsPage: true);

    /// <summary>A page of the active version, whichever that is.</summary>
    public bool FollowsPage => IsPage && Branch is null;
}

/// <summary>What a viewer is sent: a fragment or control event for browsers, JSON for programs, or both.</summary>
sealed record StreamItem(string? Id, string? Name, string? Html, string? Json);

/// <summary>
/// Follows a session for one viewer. Same epoch and still in the ring: replay. Anything else: the durable changes after the viewer's
/// revision and a snapshot of each running answer, so that nobody ever gets a delta without its start.
/// </summary>
sealed class SessionViewer(SessionFeeds feeds, LiveRuns runs, Fragments fragments, IServiceScopeFactory scopes)
{
    const int MaxCatchUp = 200;

    // Of no feed's life: whoever comes back with it catches up again, which is harmless, instead of getting deltas its snapshot contains.
    const string NoEpoch = "x";

    /// <summary>Where the session's feed is now, as an id to come back with.</summary>
    public async Task<string> PositionAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var feed = feeds.For(sessionId);
        var number = feed.Last;
        return $"{feed.Epoch}.{(await NowAsync(sessionId, null, cancellationToken)).Revision}.{number}";
    }

    public async IAsyncEnumerable<StreamItem> FollowAsync(
        Guid sessionId, Guid userId, string? lastEventId, string? since, View view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = feeds.For(sessionId);
        using var watching = feed.Watch();

        var position = FeedPosition.Read(lastEventId, sessionId);
        var events = new List<FeedEvent>();
        var begin = feed.Last;
        var (now, path, switchedAt) = await NowAsync(sessionId, view.Branch, cancellationToken);
        var revision = (position ?? FeedPosition.Read(since))?.Revision ?? now;
        // What this viewer shows is of a version that is not the active one any more.
        var stale = view.FollowsPage && revision < switchedAt;
        var replay = !stale && position is not null && position.Epoch == feed.Epoch && feed.TryRead(position.Number, events);
        events.Clear();
        var cursor = replay ? position!.Number : -1;
        if (!replay) revision = Math.Min(revision, now);
        yield return new(null, "cm-hello", $$"""{"v":1,"heartbeat":{{SessionFeeds.Heartbeat.TotalSeconds}}}""", null);
        var known = new Dictionary<Guid, long>();
        var lastSent = Environment.TickCount64;

        while (true)
        {
            if (cursor < 0)
            {
                (cursor, begin) = (begin >= 0 ? begin : feed.Last, -1);
                // Who fell behind the ring needs new snapshots, also of what was known before.
                known.Clear();
                (_, path, switchedAt) = await NowAsync(sessionId, view.Branch, cancellationToken);
                stale = view.FollowsPage && revision < switchedAt;
                var items = await CatchUpAsync(sessionId, revision, path, stale, known, cancellationToken).ToListAsync(cancellationToken);
                if (items.Count > 0) revision = Math.Max(revision, FeedPosition.Read(items[^1].Id)?.Revision ?? 0);
                // Programs get piece by piece what they can take twice; pages get all of it or nothing, because appending twice would show.
                foreach (var item in items.Where(i => i.Json is not null))
                    yield return new(ReferenceEquals(item, items[^1]) ? item.Id : null, null, null, item.Json);
                var missed = string.Concat(items.Where(i => i.Name is null).Select(i => i.Html));
                if (items.Exists(i => i.Name is not null)) yield return new(null, "cm-reload", """{"why":"too_far"}""", null);
                else if (missed.Length > 0) yield return new(items[^1].Id, null, Fragments.For(userId, missed), null);
                lastSent = Environment.TickCount64;
            }
            events.Clear();
            if (!feed.TryRead(cursor, events))
            {
                cursor = -1;
                continue;
            }
            foreach (var happened in events)
            {
                cursor = happened.Number;
                if (Skip(happened, userId, revision, known)) continue;
                if (happened.Revision > 0) revision = happened.Revision;
                if (view.Branch is null && happened.Tag is SessionPath other) path = other;
                var shown = happened.Tag switch { MessagePlace place => path.Contains(place), SessionPath => view.Branch is null, _ => true };
                var id = $"{feed.Epoch}.{revision}.{happened.Number}";
                var html = happened.Html is null || !shown ? null : Fragments.For(userId, happened.Html);
                // What a viewer does not get is silence to it.
                if (view.IsPage ? html is not null : happened.Payload is not null) lastSent = Environment.TickCount64;
                yield return new(id, shown ? happened.Name : null, html, view.IsPage ? null : happened.ToJson(id));
                if (happened.Name == ChatFeed.Close) yield break;
            }
            if (Environment.TickCount64 - lastSent >= SessionFeeds.Heartbeat.TotalMilliseconds)
            {
                lastSent = Environment.TickCount64;
                yield return new(null, "cm-ping", "", null);
            }
            await feed.WaitAsync(cursor, cancellationToken);
        }
    }

    static bool Skip(FeedEvent happened, Guid userId, long revision, Dictionary<Guid, long> known) =>
        (happened.To is { } to && to != userId)
        || (happened.Revision > 0 && happened.Revision <= revision)
        || (happened.Stream is { } stream && known.TryGetValue(stream, out var contained) && happened.Number <= contained);

    async IAsyncEnumerable<StreamItem> CatchUpAsync(
        Guid sessionId, long revision, SessionPath path, bool stale, Dictionary<Guid, long> known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changed = await ChangedAsync(sessionId, revision, cancellationToken);
        if (changed.Count > MaxCatchUp || stale)
        {
            // Too much to send piece by piece: a page loads itself again, a program lists the messages, and both go on from here.
            var now = $"{NoEpoch}{SessionFeed.MarkOf(sessionId)}.{(await NowAsync(sessionId, null, cancellationToken)).Revision}.0";
            yield return new(now, "cm-reload", """{"why":"too_far"}""", Json(new { type = "reload", why = "too_far", eventId = now }));
            changed = [];
        }
        var versions = changed.Any(m => m.Branch > 0) ? await VersionsAsync(sessionId, changed, cancellationToken) : null;
        var reached = changed.Count == 0 ? revision : changed.Max(m => m.Revision);
        var id = $"{NoEpoch}{SessionFeed.MarkOf(sessionId)}.{reached}.0";
        MessageView[] views = [.. changed.OrderBy(m => m.Ordinal).Select(m => MessageView.Of(m, Snapshot(m.Id, known), versions?.GetValueOrDefault(m.Id)))];
        foreach (var view in views.Together())
        {
            var html = !path.Contains(view.Branch, view.Ordinal) ? null
                : view.IsPurged ? view.Ordinal > revision ? "" : Fragments.Removed(view.Id)
                : view.Ordinal > revision ? await fragments.AppendedAsync(view) : await fragments.ReplacedAsync(view);
            yield return new(id, null, html, Json(new { type = TypeOf(view), messageId = view.Id, status = view.Status, usage = view.Usage, citations = view.Citations, message = view, eventId = id }));
        }
        foreach (var run in runs.OfSession(sessionId).Where(r => !known.ContainsKey(r.Reply.Id) && r.Reply.Ordinal <= reached))
        {
            if (Snapshot(run.Reply.Id, known) is not { } snapshot) continue;
            var view = MessageView.Of(run.Reply, snapshot);
            yield return new(id, null, path.Contains(run.Reply.Branch, run.Reply.Ordinal) ? await fragments.ReplacedAsync(view) : null,
                Json(new { type = "message.delta", messageId = run.Reply.Id, offset = 0, text = snapshot.Text, eventId = id }));
        }
    }

    LiveSnapshot? Snapshot(Guid messageId, Dictionary<Guid, long> known)
    {
        var snapshot = runs.OfMessage(messageId)?.Snapshot();
        if (snapshot is not null) known[messageId] = snapshot.FeedNumber;
        return snapshot;
    }

    async Task<List<Message>> ChangedAsync(Guid sessionId, long revision, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChatDbContext>().Messages.AsNoTracking()
            .Where(m => m.SessionId == sessionId && m.Revision > revision).OrderBy(m => m.Revision).Take(MaxCatchUp + 1).ToListAsync(cancellationToken);
    }

    async Task<IReadOnlyDictionary<Guid, Siblings>> VersionsAsync(Guid sessionId, List<Message> messages, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChatDbContext>().SiblingsOfAsync(sessionId, messages, cancellationToken);
    }

    /// <summary>The session's revision, the version that a viewer sees, and since when that is the active one.</summary>
    async Task<(long Revision, SessionPath Path, long ActiveSince)> NowAsync(Guid sessionId, int? branch, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var transcript = await db.Transcripts.AsNoTracking().SingleOrDefaultAsync(t => t.SessionId == sessionId, cancellationToken);
        var path = await db.PathAsync(sessionId, branch ?? transcript?.ActiveBranch ?? 0, cancellationToken);
        return (transcript?.Revision ?? 0, path ?? SessionPath.First, transcript?.ActiveSince ?? 0);
    }

    static string TypeOf(MessageView message) =>
        message.DeletedAt is not null ? "message.deleted" : message.IsAgent && !message.IsRunning ? "message.completed" : "message.created";

    static string Json(object payload) => System.Text.Json.JsonSerializer.Serialize(payload, FeedEvent.Json);
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
