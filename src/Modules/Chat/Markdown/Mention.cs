using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Somebody named in a message.</summary>
internal sealed class Mention(string text) : LeafInline
{
    /// <summary>As it was typed, with its @.</summary>
    public string Text => text;
}
