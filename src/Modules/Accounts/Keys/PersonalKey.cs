namespace ChatMonolith.Modules.Accounts.Keys;

/// <summary>Lets a program act as its owner. The key itself is shown once and never stored.</summary>
sealed class PersonalKey
{
    public const int NameLength = 80;
    public const int ShortestGiven = 16;
    const string Mark = "cm_";

    PersonalKey()
    {
    }

    public PersonalKey(Guid userId, string name, string key, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        UserId = userId;
        Name = name.Trim();
        Prefix = key[..(key.StartsWith(Mark, StringComparison.Ordinal) ? Mark.Length + 3 : 6)];
        Hash = Secret.Hash(key);
        ExpiresAt = expiresAt;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid UserId { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>How the owner tells one key from another.</summary>
    public string Prefix { get; private set; } = "";
    public byte[] Hash { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>A new key; its mark lets secret scanners and people recognise it.</summary>
    public static string NewKey() => Mark + Secret.New();
}
