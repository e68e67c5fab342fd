namespace ChatMonolith.Modules.Chat.Threads;

/// <summary>
/// A conversation beside the main one that hangs on a message. It is a branch of its own, so that agents read the conversation up to the
/// message and then the thread; what is kept here, with the message, is which of the thread's versions is the current one and how much is in it.
/// </summary>
sealed class SideThread
{
    /// <summary>The version that people see who have not chosen another one.</summary>
    public int Branch { get; private set; }

    /// <summary>The session's revision at which that version became the current one; 0 for the first.</summary>
    public long Since { get; private set; }

    /// <summary>The messages of the current version.</summary>
    public int Count { get; private set; }

    /// <summary>The same with those that are deleted but can be brought back.</summary>
    public int Left { get; private set; }
    public DateTimeOffset? LastAt { get; private set; }

    public static SideThread Begin(int branch) => new() { Branch = branch };

    public void SwitchTo(int branch, long revision) => (Branch, Since) = (branch, revision);

    public void Holds(ThreadSize size) => (Count, Left, LastAt) = (size.Count, size.Left, size.LastAt);

    public void Grew(DateTimeOffset now) => LastAt = now;
}

/// <summary>How much there is in a version of a thread.</summary>
sealed record ThreadSize(int Count, int Left, DateTimeOffset? LastAt)
{
    public ThreadSize With(int more) => this with { Count = Count + more, Left = Left + more };
}

/// <summary>A thread as everybody sees it under its message.</summary>
sealed record ThreadView(int Count, DateTimeOffset? LastAt);
