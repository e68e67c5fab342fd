using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Kernel.Live;

/// <summary>
/// The feeds of all sessions that somebody watches or that something happens in, in this process. One shared wheel wakes idle viewers
/// for their keep-alive and gives up feeds that nobody needs: no timer per stream.
/// </summary>
public sealed class SessionFeeds : BackgroundService
{
    /// <summary>The longest silence on a connection.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    static readonly TimeSpan KeptIdle = TimeSpan.FromMinutes(2);

    // Only the newest state of each thing counts there, and there is one such feed per person who looks.
    const int KeptForPerson = 64;

    readonly ConcurrentDictionary<Guid, SessionFeed> _feeds = new();
    readonly ConcurrentDictionary<Guid, SessionFeed> _people = new();

    /// <summary>The session's feed; it stays the same while somebody watches it.</summary>
    public SessionFeed For(Guid sessionId) => Get(_feeds, sessionId, static id => new(id));

    /// <summary>The number of the newest event; 0 when there is no feed. Makes none: whoever asks may turn out to be a stranger.</summary>
    public long LastOf(Guid sessionId) => _feeds.TryGetValue(sessionId, out var feed) ? feed.Last : 0;

    /// <summary>The sessions that have a feed: whoever watches one is in it.</summary>
    public IReadOnlyCollection<Guid> Open => [.. _feeds.Keys];

    /// <summary>What concerns a person in whichever session they look at: short, and nothing in it is durable.</summary>
    public SessionFeed OfPerson(Guid userId) => Get(_people, userId, static id => new(id, KeptForPerson));

    /// <summary>True when the person looks at a page now, or did a moment ago.</summary>
    public bool IsAround(Guid userId) => _people.ContainsKey(userId);

    /// <summary>True when anybody does.</summary>
    public bool IsAnybodyAround => !_people.IsEmpty;

    /// <summary>Tells the person's open pages. Where there is none nothing is kept: a page that opens later shows the state of then.</summary>
    public void TellPerson(Guid userId, FeedEvent happened)
    {
        if (_people.TryGetValue(userId, out var feed)) feed.TryPublish(happened, keeps: false);
    }

    /// <summary>What the person's pages were told is not told again: some of it must not be. A page that missed something loads its list.</summary>
    public void ForgetTold(Guid userId)
    {
        if (_people.TryGetValue(userId, out var feed)) feed.ForgetAll();
    }

    static SessionFeed Get(ConcurrentDictionary<Guid, SessionFeed> feeds, Guid id, Func<Guid, SessionFeed> make)
    {
        while (true)
        {
            var feed = feeds.GetOrAdd(id, make);
            // Given up this very moment: a viewer of it would wait for ever.
            if (feed.TryKeep()) return feed;
            feeds.TryRemove(KeyValuePair.Create(id, feed));
        }
    }

    public void Publish(Guid sessionId, FeedEvent happened)
    {
        while (!_feeds.GetOrAdd(sessionId, static id => new(id)).TryPublish(happened)) _feeds.TryRemove(sessionId, out _);
    }

    /// <summary>Publishes in every feed that somebody may be watching.</summary>
    public void PublishToAll(Func<FeedEvent> make)
    {
        foreach (var feed in _feeds.Values) feed.TryPublish(make());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wheel = new PeriodicTimer(Heartbeat / 3);
        while (await wheel.WaitForNextTickAsync(stoppingToken))
        {
            Turn(_feeds);
            Turn(_people);
        }
    }

    static void Turn(ConcurrentDictionary<Guid, SessionFeed> feeds)
    {
        foreach (var (id, feed) in feeds)
        {
            if (feed.TryClose(KeptIdle)) feeds.TryRemove(KeyValuePair.Create(id, feed));
            feed.Pulse();
        }
    }
}
