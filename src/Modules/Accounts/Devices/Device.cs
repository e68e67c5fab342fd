namespace ChatMonolith.Modules.Accounts.Devices;

/// <summary>A browser that is signed in: until it signs out, its person ends it, or it was not used for a month.</summary>
sealed class Device
{
    public const int NameLength = 80;

    /// <summary>As long as its cookie.</summary>
    public static readonly TimeSpan KeptUnused = TimeSpan.FromDays(30);

    Device()
    {
    }

    public Device(Guid userId, string name, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        UserId = userId;
        Name = name;
        SignedInAt = LastSeenAt = now;
    }

    public Guid Id { get; private set; }
    public Guid UserId { get; private set; }

    /// <summary>What its person knows it by: where it is in the world is not kept.</summary>
    public string Name { get; private set; } = "";
    public DateTimeOffset SignedInAt { get; private set; }
    public DateTimeOffset LastSeenAt { get; private set; }
}
