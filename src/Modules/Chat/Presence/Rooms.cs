using System.Collections.Concurrent;
using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>The rooms of all sessions with an open socket; one sweep a second for all of them.</summary>
sealed class Rooms(TimeProvider clock, SocketLimits limits, IHostApplicationLifetime lifetime) : BackgroundService
{
    readonly ConcurrentDictionary<Guid, Room> _rooms = new();
    readonly Dictionary<Guid, List<(Room Room, SocketConnection Connection)>> _people = [];
    readonly Lock _gate = new();
    int _count;

    /// <summary>There are as many sockets as this server takes.</summary>
    public bool IsFull => Volatile.Read(ref _count) >= limits.Total;

    /// <summary>The sockets of a session that know who is there.</summary>
    public List<SocketConnection> Greeted(Guid sessionId) => _rooms.GetValueOrDefault(sessionId)?.Connections().FindAll(c => c.Greeted) ?? [];

    /// <summary>How many sockets are open in a session.</summary>
    public int In(Guid sessionId) => _rooms.TryGetValue(sessionId, out var room) ? room.Connections().Count : 0;

    /// <summary>Admits a connection to its session's room. The person's oldest is out of it then, when there are too many, and must be closed.</summary>
    public (Room Room, SocketConnection? CrowdedOut) Join(Guid sessionId, SocketConnection connection)
    {
        // Not while an empty room is put away, or two rooms would stand for one session.
        lock (_gate)
        {
            var room = _rooms.GetOrAdd(sessionId, _ => new(clock));
            if (!_people.TryGetValue(connection.User.Id, out var mine)) _people[connection.User.Id] = mine = [];
            mine.Add((room, connection));
            _count++;
            var crowdedOut = room.Join(connection);
            if (crowdedOut is null && mine.Count > limits.PerPerson) crowdedOut = mine[0].Connection;
            if (crowdedOut is not null) Leave(crowdedOut);
            return (room, crowdedOut);
        }
    }

    public void Leave(SocketConnection connection)
    {
        lock (_gate)
        {
            if (!_people.TryGetValue(connection.User.Id, out var mine) || mine.FindIndex(m => m.Connection == connection) is var at && at < 0) return;
            mine[at].Room.Leave(connection);
            mine.RemoveAt(at);
            _count--;
            if (mine.Count == 0) _people.Remove(connection.User.Id);
        }
    }

    /// <summary>What a person hides holds at once in every session.</summary>
    public void SetHidden(Guid userId, Hidden hidden)
    {
        foreach (var room in _rooms.Values) room.SetHidden(userId, hidden);
    }

    /// <summary>The sessions in which the person has a socket open.</summary>
    public IEnumerable<Guid> Of(Guid userId) => _rooms.Where(r => r.Value.Connections(userId).Count > 0).Select(r => r.Key);

    public void Rename(Guid sessionId, Guid userId, string name) => _rooms.GetValueOrDefault(sessionId)?.Rename(userId, name);

    public void SetRole(Guid sessionId, Guid userId, SessionRole role) => _rooms.GetValueOrDefault(sessionId)?.SetRole(userId, role);

    /// <summary>Ends the sockets of one person in a session, or of everybody.</summary>
    public async Task CloseAsync(Guid sessionId, Guid? userId, int code, string reason)
    {
        if (!_rooms.TryGetValue(sessionId, out var room)) return;
        await Task.WhenAll(room.Connections(userId).Select(c => c.CloseAsync(code, reason)));
    }

    /// <summary>Ends the sockets of one person everywhere.</summary>
    /// <param name="accessIds">Only those that were opened by one of these sign-ins or keys; null for all.</param>
    public Task CloseAsync(Guid userId, int code, string reason, IReadOnlyList<Guid>? accessIds = null) =>
        Task.WhenAll(_rooms.Values.SelectMany(r => r.Connections(userId))
            .Where(c => accessIds is null || (c.User.AccessId is { } access && accessIds.Contains(access))).Select(c => c.CloseAsync(code, reason)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Sockets are told before the server waits for their requests to end.
        lifetime.ApplicationStopping.Register(() => _ = Task.WhenAll(_rooms.Values.SelectMany(r => r.Connections()).Select(c => c.CloseAsync(CloseCode.Restart, "restart"))));
        using var wheel = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await wheel.WaitForNextTickAsync(stoppingToken))
            foreach (var (sessionId, room) in _rooms)
            {
                room.CutStuck(limits.Patience);
                room.Sweep();
                lock (_gate)
                    if (room.IsEmpty) _rooms.TryRemove(KeyValuePair.Create(sessionId, room));
            }
    }
}
