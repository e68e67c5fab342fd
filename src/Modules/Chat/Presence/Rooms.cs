using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>The rooms of all sessions with an open socket; one sweep a second for all of them.</summary>
sealed class Rooms(TimeProvider clock, IHostApplicationLifetime lifetime) : BackgroundService
{
    readonly ConcurrentDictionary<Guid, Room> _rooms = new();

    public Room For(Guid sessionId) => _rooms.GetOrAdd(sessionId, _ => new(clock));

    /// <summary>Ends the sockets of one person in a session, or of everybody.</summary>
    public async Task CloseAsync(Guid sessionId, Guid? userId, int code, string reason)
    {
        if (!_rooms.TryGetValue(sessionId, out var room)) return;
        await Task.WhenAll(room.Connections(userId).Select(c => c.CloseAsync(code, reason)));
    }

    /// <summary>Ends the sockets of one person everywhere.</summary>
    public Task CloseAsync(Guid userId, int code, string reason) =>
        Task.WhenAll(_rooms.Values.SelectMany(r => r.Connections(userId)).Select(c => c.CloseAsync(code, reason)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Sockets are told before the server waits for their requests to end.
        lifetime.ApplicationStopping.Register(() => _ = Task.WhenAll(_rooms.Values.SelectMany(r => r.Connections()).Select(c => c.CloseAsync(CloseCode.Restart, "restart"))));
        using var wheel = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await wheel.WaitForNextTickAsync(stoppingToken))
            foreach (var (sessionId, room) in _rooms)
            {
                room.Sweep();
                if (room.IsEmpty) _rooms.TryRemove(KeyValuePair.Create(sessionId, room));
            }
    }
}
