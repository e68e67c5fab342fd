using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>
/// Who is in a session now and who types, in memory only. Changes of presence are told once a second, typing at once. A crowd is told its
/// number and the first of it, and nobody's typing.
/// </summary>
sealed class Room(TimeProvider clock)
{
    public const int Crowd = 100;
    public const int ShownOfCrowd = 20;
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);
    static readonly TimeSpan TypingFor = TimeSpan.FromSeconds(6);

    readonly Lock _gate = new();
    readonly List<SocketConnection> _connections = [];
    readonly Dictionary<Guid, DateTimeOffset> _leaving = [];
    readonly List<Typing> _typing = [];
    Present _told = Present.Nobody;
    bool _changed;

    public bool IsEmpty { get { lock (_gate) return _connections.Count == 0 && _told.Count == 0; } }

    /// <summary>Admits a connection; gives the user's oldest one, which is out of the room then, when there are too many.</summary>
    public SocketConnection? Join(SocketConnection connection)
    {
        lock (_gate)
        {
            _connections.Add(connection);
            _changed = true;
            var mine = _connections.Where(c => c.User.Id == connection.User.Id).ToList();
            if (mine.Count <= SocketLimits.PerSession) return null;
            Leave(mine[0]);
            return mine[0];
        }
    }

    /// <summary>Lets a connection be seen as its person wants, unless that or the role has changed meanwhile, and tells it who is there.</summary>
    public void Greet(SocketConnection connection, SessionRole role, Hidden hidden, Func<Present, object[], object> welcome)
    {
        lock (_gate)
        {
            connection.Role ??= role;
            connection.Hidden ??= hidden;
            connection.Greeted = _changed = true;
            if (connection.IsSeen) _leaving.Remove(connection.User.Id);
            connection.Post(SocketConnection.Frame(welcome(Here(), TypingShownTo(connection))));
        }
    }

    public void Leave(SocketConnection connection)
    {
        lock (_gate)
        {
            if (!_connections.Remove(connection)) return;
            _changed = true;
            StopTyping(t => t.By == connection);
            if (connection.IsSeen && !_connections.Any(c => c.User.Id == connection.User.Id && c.IsSeen)) _leaving[connection.User.Id] = clock.GetUtcNow() + Grace;
        }
    }

    public void SetState(SocketConnection connection, PresenceState state)
    {
        lock (_gate) (connection.State, _changed) = (state, true);
    }

    /// <summary>What a person hides holds at once, also in their pages that are open.</summary>
    public void SetHidden(Guid userId, Hidden hidden)
    {
        lock (_gate)
        {
            foreach (var connection in _connections.Where(c => c.User.Id == userId)) connection.Hidden = hidden;
            if (hidden.Presence) _leaving.Remove(userId);
            if (hidden.Presence || hidden.Typing) StopTyping(t => t.By.User.Id == userId);
            _changed = true;
            Sweep();
        }
    }

    public void SetRole(Guid userId, SessionRole role)
    {
        lock (_gate)
        {
            foreach (var connection in _connections.Where(c => c.User.Id == userId)) connection.Role = role;
            if (role is SessionRole.Viewer) StopTyping(t => t.By.User.Id == userId);
        }
    }

    public void Rename(Guid userId, string name)
    {
        lock (_gate)
        {
            foreach (var connection in _connections.Where(c => c.User.Id == userId)) connection.Rename(name);
            _changed = true;
        }
    }

    /// <param name="threadId">The message in whose thread it is; null for the conversation.</param>
    public void SetTyping(SocketConnection connection, bool active, Guid? threadId = null)
    {
        lock (_gate)
        {
            // Another page of the same person may be typing on.
            if (!active) StopTyping(t => t.By == connection && t.ThreadId == threadId);
            else if (connection.MayType && !_told.IsCrowd)
            {
                _typing.RemoveAll(t => t.By.User.Id == connection.User.Id && t.ThreadId == threadId);
                var typing = new Typing(connection, threadId, clock.GetUtcNow() + TypingFor);
                _typing.Add(typing);
                Tell(typing, (int)TypingFor.TotalMilliseconds);
            }
        }
    }

    /// <summary>What a connection typed is sent, wherever that was.</summary>
    public void StopTyping(SocketConnection connection)
    {
        lock (_gate) StopTyping(t => t.By == connection);
    }

    void StopTyping(Predicate<Typing> which)
    {
        foreach (var typing in _typing.FindAll(which))
        {
            _typing.Remove(typing);
            Tell(typing, null);
        }
    }

    /// <param name="ttl">For how many milliseconds it counts; null when it is over.</param>
    void Tell(Typing typing, int? ttl)
    {
        var user = typing.By.User;
        Tell(new { type = "typing", user = new { id = user.Id, name = user.Name }, active = ttl is not null, ttl, threadId = typing.ThreadId }, c => c.User.Id != user.Id && c.Shows(typing.ThreadId));
    }

    object[] TypingShownTo(SocketConnection connection) =>
        [.. _typing.Where(t => connection.Shows(t.ThreadId)).Select(t => new { id = t.By.User.Id, name = t.By.User.Name, threadId = t.ThreadId })];

    public List<SocketConnection> Connections(Guid? of = null) { lock (_gate) return [.. _connections.Where(c => of is null || c.User.Id == of)]; }

    /// <summary>Ends connections that take nothing any more.</summary>
    public void CutStuck(TimeSpan patience)
    {
        lock (_gate)
            foreach (var connection in _connections) connection.CutIfStuck(patience);
    }

    /// <summary>Tells what changed since the last sweep, and forgets who typed or left long enough ago.</summary>
    public void Sweep()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            StopTyping(t => t.Until <= now);
            if (!_changed && _leaving.Count == 0) return;

            var here = Here();
            foreach (var userId in _leaving.Where(l => l.Value <= now).Select(l => l.Key).ToList()) _leaving.Remove(userId);
            if (here.IsCrowd) StopTyping(_ => true);
            if (here.ChangesSince(_told) is { } frame) Tell(frame);
            (_told, _changed) = (here, false);
        }
    }

    // Who left a moment ago counts as being here: a page that reloads does not leave.
    Present Here()
    {
        var now = clock.GetUtcNow();
        var people = _connections.Where(c => c.IsSeen).GroupBy(c => c.User.Id)
            .Select(g => new PresentPerson(g.Key, g.First().User.Name, g.First().Role!.Value, g.Min(c => c.State))).ToList();
        people.AddRange(_told.People.Where(p => _leaving.TryGetValue(p.Id, out var until) && until > now && !people.Any(other => other.Id == p.Id)));
        return new(people);
    }

    void Tell(object payload, Func<SocketConnection, bool>? to = null)
    {
        var frame = SocketConnection.Frame(payload);
        foreach (var connection in _connections.Where(c => c.Greeted && to?.Invoke(c) is not false)) connection.Post(frame);
    }

    /// <param name="ThreadId">Null in the conversation.</param>
    sealed record Typing(SocketConnection By, Guid? ThreadId, DateTimeOffset Until);
}
