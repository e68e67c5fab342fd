using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.AspNetCore.Identity;

namespace ChatMonolith.Modules.Sessions.Links;

/// <summary>Lets whoever has it into a session, until it ends, is used up or is revoked. Only the token's hash is stored: it is random, so a plain hash suffices.</summary>
sealed class JoinLink
{
    public const int LongestLabel = 80;
    public const int MostUses = 10_000;
    public const int MostPerSession = 50;
    public const int ShortestPassword = 8;
    public const int LongestPassword = 256;
    static readonly PasswordHasher<JoinLink> Passwords = new();

    JoinLink()
    {
    }

    public JoinLink(Guid sessionId, string token, SessionRole role, string createdBy, DateTimeOffset now)
    {
        (Id, SessionId, TokenHash, Role, CreatedBy, CreatedAt) = (Guid.CreateVersion7(now), sessionId, Hash(token), role, createdBy, now);
    }

    public Guid Id { get; private set; }
    public Guid SessionId { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public SessionRole Role { get; private set; }
    public string? Label { get; private set; }
    public string? PasswordHash { get; private set; }

    /// <summary>The name of who made it.</summary>
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public int? MaxUses { get; private set; }
    public int Uses { get; private set; }

    public void Limit(string? label, string? password, DateTimeOffset? expiresAt, int? maxUses)
    {
        (Label, ExpiresAt, MaxUses) = (string.IsNullOrWhiteSpace(label) ? null : label.Trim(), expiresAt, maxUses);
        PasswordHash = string.IsNullOrEmpty(password) ? null : Passwords.HashPassword(this, password);
    }

    public bool IsOpen(DateTimeOffset now) => (ExpiresAt is null || ExpiresAt > now) && (MaxUses is null || Uses < MaxUses);

    public bool IsPassword(string? password) => PasswordHash is null
        || (password is { Length: > 0 and <= LongestPassword } && Passwords.VerifyHashedPassword(this, PasswordHash, password) is not PasswordVerificationResult.Failed);

    public void Use() => Uses++;

    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
