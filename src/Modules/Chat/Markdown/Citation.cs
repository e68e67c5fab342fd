using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>A marker in the text that names sources by the provider's numbers, as [[3]] or [1, 3-5].</summary>
internal sealed class Citation(IReadOnlyList<int> numbers, string source) : LeafInline
{
    public IReadOnlyList<int> Numbers { get; } = numbers;

    /// <summary>The marker as it was written.</summary>
    public string Source { get; } = source;

    /// <summary>The text of a link means itself: a link inside a link would be none.</summary>
    public bool IsInLink
    {
        get
        {
            var parent = Parent;
            while (parent is not (null or LinkInline))
            {
                parent = parent.Parent;
            }

            return parent is LinkInline;
        }
    }
}
