using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>[[3]]: the third source of the answer.</summary>
internal sealed class Citation(int number) : LeafInline
{
    public int Number { get; } = number;
}
