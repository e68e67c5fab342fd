using ChatMonolith.Modules.Kernel;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>Who is in a session now and who types, in memory only. Changes of presence are told once a second, typing at once.</summary>
sealed class Room(TimeProvider clock)
{
    const int SocketsPerUser = 10;
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);
    static readonly TimeSpan TypingFor = TimeSpan.FromSeconds(6);

    readonly Lock _gate = new();
    readonly List<SocketConnection> _connections = [];
    readonly Dictionary<Guid, (string Name, PresenceState State)> _told = [];
    readonly Dictionary<Guid, DateTimeOffset> _leaving = [];
    readonly Dictionary<Guid, (string Name, DateTimeOffset Until)> _typing = [];

    public bool IsEmpty { get { lock (_gate) return _connections.Count == 0 && _told.Count == 0; } }

    /// <summary>Admits a connection; gives the user's oldest one when there are too many.</summary>
    public SocketConnection? Join(SocketConnection connection)
    {
        lock (_gate)
        {
            _leaving.Remove(connection.User.Id);
            _connections.Add(connection);
            var mine = _connections.Where(c => c.User.Id == connection.User.Id).ToList();
            return mine.Count > SocketsPerUser ? mine[0] : null;
        }
    }

    public void Leave(SocketConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
            if (_connections.Any(c => c.User.Id == connection.User.Id)) return;
            _leaving[connection.User.Id] = clock.GetUtcNow() + Grace;
            StopTyping(connection.User.Id);
        }
    }

    public void SetState(SocketConnection connection, PresenceState state)
    {
        lock (_gate) connection.State = state;
    }

    public void SetTyping(CurrentUser user, bool active)
    {
        lock (_gate)
        {
            if (!active) { StopTyping(user.Id); return; }
            _typing[user.Id] = (user.Name, clock.GetUtcNow() + TypingFor);
            Tell(new { type = "typing", user = new { id = user.Id, name = user.Name }, active = true, ttl = (int)TypingFor.TotalMilliseconds }, except: user.Id);
        }
    }

    void StopTyping(Guid userId)
    {
        if (_typing.Remove(userId, out var was))
            Tell(new { type = "typing", user = new { id = userId, name = was.Name }, active = false }, except: userId);
    }

    public object[] Present() { lock (_gate) return [.. Current().Select(p => new { id = p.Key, name = p.Value.Name, state = Word(p.Value.State) })]; }

    public object[] Typing() { lock (_gate) return [.. _typing.Select(t => new { id = t.Key, name = t.Value.Name })]; }

    public List<SocketConnection> Connections(Guid? of = null) { lock (_gate) return [.. _connections.Where(c => of is null || c.User.Id == of)]; }

    /// <summary>Tells what changed since the last sweep, and forgets who typed or left long enough ago.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var userId in _typing.Where(t => t.Value.Until <= now).Select(t => t.Key).ToList()) StopTyping(userId);

            var current = Current();
            foreach (var (userId, until) in _leaving.ToList())
            {
                if (until <= now) _leaving.Remove(userId);
                else if (_told.TryGetValue(userId, out var still)) current.TryAdd(userId, still);
            }
            var joined = current.Where(p => !_told.ContainsKey(p.Key)).ToList();
            var left = _told.Keys.Where(id => !current.ContainsKey(id)).ToList();
            var changed = current.Where(p => _told.TryGetValue(p.Key, out var was) && was.State != p.Value.State).ToList();
            if (joined.Count + left.Count + changed.Count == 0) return;

            _told.Clear();
            foreach (var (id, person) in current) _told[id] = person;
            Tell(new
            {
                type = "presence", count = current.Count, left,
                joined = joined.Select(p => new { id = p.Key, name = p.Value.Name, state = Word(p.Value.State) }),
                changed = changed.Select(p => new { id = p.Key, state = Word(p.Value.State) }),
            });
        }
    }

    Dictionary<Guid, (string Name, PresenceState State)> Current() => _connections.GroupBy(c => c.User.Id)
        .ToDictionary(g => g.Key, g => (g.First().User.Name, g.Min(c => c.State)));

    void Tell(object payload, Guid? except = null)
    {
        var frame = SocketConnection.Frame(payload);
        foreach (var connection in _connections.Where(c => c.User.Id != except)) connection.Post(frame);
    }

    static string Word(PresenceState state) => state.ToString().ToLowerInvariant();
}
