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

    readonly ConcurrentDictionary<Guid, SessionFeed> _feeds = new();

    /// <summary>The session's feed; it stays the same while somebody watches it.</summary>
    public SessionFeed For(Guid sessionId) => _feeds.GetOrAdd(sessionId, id => new(id));

    public void Publish(Guid sessionId, FeedEvent happened)
    {
        while (!For(sessionId).TryPublish(happened)) _feeds.TryRemove(sessionId, out _);
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
            foreach (var (sessionId, feed) in _feeds)
            {
                if (feed.TryClose(KeptIdle)) _feeds.TryRemove(KeyValuePair.Create(sessionId, feed));
                feed.Pulse();
            }
        }
    }
}
