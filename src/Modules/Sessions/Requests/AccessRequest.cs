namespace ChatMonolith.Modules.Sessions.Requests;

/// <summary>Somebody who knows a session's address asks its owner to be let in.</summary>
sealed class AccessRequest(Guid sessionId, Guid userId, string name, string email, DateTimeOffset askedAt)
{
    /// <summary>Of one person, over the last <see cref="Counts"/>: older ones nobody will answer any more.</summary>
    public const int MostOpen = 20;
    public static readonly TimeSpan Counts = TimeSpan.FromDays(30);

    public Guid SessionId { get; private set; } = sessionId;
    public Guid UserId { get; private set; } = userId;
    public string Name { get; private set; } = name;
    public string Email { get; private set; } = email;
    public DateTimeOffset AskedAt { get; private set; } = askedAt;
}
