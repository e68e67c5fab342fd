namespace ChatMonolith.Modules.Chat.Branches;

/// <summary>
/// Another version of a session from some point on: everything of its parent up to <see cref="UpTo"/>, then its own messages.
/// Branch 0 is the first version and has no row.
/// </summary>
sealed class Branch
{
    public Guid SessionId { get; private set; }
    public int Number { get; private set; }
    public int Parent { get; private set; }

    /// <summary>The last ordinal of the parent that belongs to this version too.</summary>
    public long UpTo { get; private set; }

    /// <summary>The message whose thread this is a version of; null in the main conversation.</summary>
    public Guid? ThreadId { get; private set; }

    public static Branch Fork(Guid sessionId, int number, int parent, long upTo, Guid? threadId = null) =>
        new() { SessionId = sessionId, Number = number, Parent = parent, UpTo = upTo, ThreadId = threadId };
}
