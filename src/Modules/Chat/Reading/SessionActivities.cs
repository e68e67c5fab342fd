using ChatMonolith.Modules.Chat.Contracts;

namespace ChatMonolith.Modules.Chat.Reading;

sealed class SessionActivities : ISessionActivity
{
    public event Action<SessionActivity>? Happened;

    public void Tell(Guid sessionId, bool moved = false, Guid? onlyFor = null) => Happened?.Invoke(new(sessionId, moved, onlyFor));
}
