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
/// session is, so that a window of it is one indexed query and "does this message belong to it" needs none.
/// </summary>
sealed class SessionPath
{
    public static readonly SessionPath First = new([new(0, long.MaxValue)]);

    SessionPath(IReadOnlyList<PathPart> parts) => Parts = parts;

    /// <summary>From the newest branch to the oldest.</summary>
    public IReadOnlyList<PathPart> Parts { get; }

    /// <summary>The branch that new messages of this version go to.</summary>
    public int Leaf => Parts[0].Branch;

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
        while (number != 0)
        {
            if (branches.FirstOrDefault(b => b.Number == number) is not { } branch) return null;
            parts.Add(new(number, upTo));
            (number, upTo) = (branch.Parent, Math.Min(upTo, branch.UpTo));
        }
        parts.Add(new(0, upTo));
        return new(parts);
    }

    /// <summary>This version as it was after <paramref name="ordinal"/>, going on in a new branch.</summary>
    public SessionPath ForkedAfter(long ordinal, int branch) =>
        new([new(branch, long.MaxValue), .. Parts.Select(p => p with { UpTo = Math.Min(p.UpTo, ordinal) })]);
}
