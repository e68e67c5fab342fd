using ChatMonolith.Modules.Chat.Sharing;

namespace ChatMonolith.Modules.Chat.Branches;

/// <summary>Where a message lies.</summary>
sealed record MessagePlace(int Branch, long Ordinal)
{
    /// <summary>Which message it is, where a durable change of it is told.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>What readers by a link are sent instead.</summary>
    public ReaderForm? ForReaders { get; init; }
}

/// <summary>The messages of one branch up to an ordinal.</summary>
readonly record struct PathPart(int Branch, long UpTo);

/// <summary>
/// One version of a session from its first message to its last, as the parts of the branches it runs through. Few however long the
/// session is, so that a window of it is one indexed query and "does this message belong to it" needs none. A version of a thread runs
/// through the thread's branches first, then through the conversation up to the message that the thread hangs on.
/// </summary>
sealed class SessionPath
{
    public static readonly SessionPath First = new([new(0, long.MaxValue)]);

    readonly int _inThread;

    SessionPath(IReadOnlyList<PathPart> parts, Guid? threadId = null, int inThread = 0) => (Parts, ThreadId, _inThread) = (parts, threadId, inThread);

    /// <summary>From the newest branch to the oldest.</summary>
    public IReadOnlyList<PathPart> Parts { get; }

    /// <summary>The branch that new messages of this version go to.</summary>
    public int Leaf => Parts is [var newest, ..] ? newest.Branch : 0;

    /// <summary>The message whose thread it is a version of; null for the main conversation.</summary>
    public Guid? ThreadId { get; }

    /// <summary>What people see of it in one place: of a thread only its own messages, without the conversation that it hangs on.</summary>
    public SessionPath Shown => ThreadId is null ? this : new([.. Parts.Take(_inThread)], ThreadId, _inThread);

    /// <summary>A thread that nobody has begun.</summary>
    public static SessionPath Unbegun(Guid threadId) => new([], threadId);

    public bool Contains(MessagePlace place) => Contains(place.Branch, place.Ordinal);

    public bool Contains(int branch, long ordinal)
    {
        foreach (var part in Parts)
            if (part.Branch == branch) return ordinal <= part.UpTo;
        return false;
    }

    /// <summary>The version that ends in <paramref name="leaf"/>; null when there is no such branch.</summary>
    public static SessionPath? To(int leaf, IReadOnlyCollection<Branch> branches)
    {
        var parts = new List<PathPart>();
        var (number, upTo) = (leaf, long.MaxValue);
        var (thread, inThread) = ((Guid?)null, 0);
        while (number != 0)
        {
            if (branches.FirstOrDefault(b => b.Number == number) is not { } branch) return null;
            parts.Add(new(number, upTo));
            if (branch.ThreadId is not null) (thread, inThread) = (branch.ThreadId, inThread + 1);
            (number, upTo) = (branch.Parent, Math.Min(upTo, branch.UpTo));
        }
        parts.Add(new(0, upTo));
        return new(parts, thread, inThread);
    }

    /// <summary>This version as it was after <paramref name="ordinal"/>, going on in a new branch.</summary>
    public SessionPath ForkedAfter(long ordinal, int branch) =>
        new(Cut(ordinal, branch), ThreadId, ThreadId is null ? 0 : _inThread + 1);

    /// <summary>The thread that begins in a new branch under the message at <paramref name="ordinal"/>.</summary>
    public SessionPath ThreadUnder(Guid messageId, long ordinal, int branch) => new(Cut(ordinal, branch), messageId, 1);

    PathPart[] Cut(long ordinal, int branch) => [new(branch, long.MaxValue), .. Parts.Select(p => p with { UpTo = Math.Min(p.UpTo, ordinal) })];
}
