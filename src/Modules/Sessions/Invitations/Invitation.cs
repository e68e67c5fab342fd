using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Sessions.Invitations;

/// <summary>Waits for somebody without an account: becomes a participation when an account with the address joins.</summary>
sealed class Invitation(Guid sessionId, string email, SessionRole role, string invitedBy, DateTimeOffset invitedAt)
{
    public const int LongestEmail = 254;
    public const int MostWaiting = 200;

    public Guid SessionId { get; private set; } = sessionId;
    public string Email { get; private set; } = email;
    public SessionRole Role { get; private set; } = role;
    public string InvitedBy { get; private set; } = invitedBy;
    public DateTimeOffset InvitedAt { get; private set; } = invitedAt;

    /// <summary>The owner says it anew.</summary>
    public void ChangeRole(SessionRole role, DateTimeOffset now) => (Role, InvitedAt) = (role, now);

    /// <summary>Addresses are stored and compared in this form.</summary>
    public static string Normalize(string email) => email.Trim().ToLowerInvariant();
}
