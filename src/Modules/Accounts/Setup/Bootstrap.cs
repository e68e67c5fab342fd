namespace ChatMonolith.Modules.Accounts.Setup;

/// <summary>The one row that says whether this installation has had its first administrator.</summary>
sealed class Bootstrap
{
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    /// <summary>What opens <c>/setup</c>, hashed; null when no link has been given out.</summary>
    public byte[]? TokenHash { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public Guid? UserId { get; private set; }
}
