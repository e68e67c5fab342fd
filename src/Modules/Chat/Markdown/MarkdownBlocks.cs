using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>HTML of a text, one string and one element per top-level block.</summary>
internal static class MarkdownBlocks
{
    public static List<string> Render(string text, string idPrefix)
    {
        var html = new List<string>();
        if (text.AsSpan().ContainsAnyExcept(' ', '\t', '\n'))
        {
            var document = MarkdownSyntax.Parse(text);
            Render(document, .., text, idPrefix, html);
        }

        return html;
    }

    /// <summary>Blocks that show nothing (link definitions) have no entry.</summary>
    public static void Render(MarkdownDocument document, Range blocks, string text, string idPrefix, List<string> into)
    {
        var renderer = BlockRenderer.Rent(idPrefix);
        var (from, count) = blocks.GetOffsetAndLength(document.Count);
        for (var i = from; i < from + count; i++)
        {
            var html = renderer.Html(document[i]);
            if (html.Length > 0)
            {
                into.Add(HtmlVerifier.IsSafe(html) ? html : PlainTail.Html(Source(document[i], text)));
            }
        }
    }

    private static string Source(Block block, string text)
    {
        var start = Math.Clamp(block.Span.Start, 0, text.Length);
        return text[start..Math.Clamp(block.Span.End + 1, start, text.Length)];
    }
}
