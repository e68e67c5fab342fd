namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>
/// When the owner last said whether and how somebody takes part. A link that was made before neither brings them back nor gives them more: otherwise
/// whoever is taken out, or may only read from now on, would use it again.
/// </summary>
sealed class OwnersWord(Guid sessionId, Guid userId, DateTimeOffset saidAt)
{
    public Guid SessionId { get; private set; } = sessionId;
    public Guid UserId { get; private set; } = userId;
    public DateTimeOffset SaidAt { get; private set; } = saidAt;

    public void SayAgain(DateTimeOffset now) => SaidAt = now;
}
