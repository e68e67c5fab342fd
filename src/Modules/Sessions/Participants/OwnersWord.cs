using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Links;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>
/// What the owner last said of how somebody takes part. A link that was made before neither brings back whom they took out nor gives anybody more than
/// they said: otherwise whoever is taken out, or may only read from now on, would use it again.
/// </summary>
sealed class OwnersWord(Guid sessionId, Guid userId)
{
    public Guid SessionId { get; private set; } = sessionId;
    public Guid UserId { get; private set; } = userId;

    /// <summary>Null when they were taken out.</summary>
    public SessionRole? Role { get; private set; }
    public DateTimeOffset SaidAt { get; private set; }

    public void Say(SessionRole? role, DateTimeOffset now) => (Role, SaidAt) = (role, now);

    public bool IsAfter(JoinLink link) => SaidAt >= link.CreatedAt;
}
