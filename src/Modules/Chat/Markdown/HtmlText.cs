using System.Text;

namespace ChatMonolith.Modules.Chat.Markdown;

internal static class HtmlText
{
    /// <summary>Escapes what Markdig's renderer escapes, no more, so that both ways give the same HTML.</summary>
    public static void Escape(ReadOnlySpan<char> text, StringBuilder into)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => into.Append("&amp;"),
                '<' => into.Append("&lt;"),
                '>' => into.Append("&gt;"),
                '"' => into.Append("&quot;"),
                _ => into.Append(c),
            };
        }
    }
}
