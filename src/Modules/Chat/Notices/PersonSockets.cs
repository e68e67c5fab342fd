using ChatMonolith.Modules.Chat.Presence;

namespace ChatMonolith.Modules.Chat.Notices;

/// <summary>The open sockets of each person, in whichever session: what is meant for a person and not for a session finds them here.</summary>
sealed class PersonSockets
{
    readonly Lock _gate = new();
    readonly Dictionary<Guid, List<(Guid SessionId, SocketConnection Socket)>> _open = [];

    /// <summary>Until the result is disposed.</summary>
    public IDisposable Add(Guid sessionId, SocketConnection socket)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(socket.User.Id, out var mine)) _open[socket.User.Id] = mine = [];
            mine.Add((sessionId, socket));
        }
        return new Open(this, sessionId, socket);
    }

    public (Guid SessionId, SocketConnection Socket)[] Of(Guid userId)
    {
        lock (_gate) return _open.TryGetValue(userId, out var mine) ? [.. mine] : [];
    }

    sealed class Open(PersonSockets all, Guid sessionId, SocketConnection socket) : IDisposable
    {
        public void Dispose()
        {
            lock (all._gate)
                if (all._open.TryGetValue(socket.User.Id, out var mine) && mine.Remove((sessionId, socket)) && mine.Count == 0) all._open.Remove(socket.User.Id);
        }
    }
}
