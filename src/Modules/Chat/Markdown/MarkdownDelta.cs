namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>What changed: first append the finished blocks, then apply the tail, then the replacements (only <c>Finish</c> has any).</summary>
internal readonly record struct MarkdownDelta(IReadOnlyList<string> FinishedBlocks, TailChange Tail)
{
    public IReadOnlyList<BlockChange> Replaced { get; init; } = [];

    public bool IsEmpty => FinishedBlocks.Count == 0 && Tail.Kind == TailChangeKind.None && Replaced.Count == 0;
}

/// <summary>Finished block <paramref name="Index"/> (from 0) is now this HTML; empty: it is gone.</summary>
internal readonly record struct BlockChange(int Index, string Html);
