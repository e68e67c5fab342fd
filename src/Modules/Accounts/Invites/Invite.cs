namespace ChatMonolith.Modules.Accounts.Invites;

/// <summary>A link with which one person chooses the password of one account, once.</summary>
sealed class Invite
{
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    Invite()
    {
    }

    public Invite(Guid userId, string token, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        UserId = userId;
        TokenHash = Secret.Hash(token);
        CreatedAt = now;
        ExpiresAt = now + Lifetime;
    }

    public Guid Id { get; private set; }
    public Guid UserId { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }

    public static string Path(string token) => $"/invite/{token}";
}
