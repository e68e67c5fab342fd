using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>HTML of a text, one string and one element per top-level block.</summary>
internal static class MarkdownBlocks
{
    /// <summary>A text that may go on.</summary>
    public static List<string> Render(string text, string idPrefix, AnswerSources? sources = null) => Render(text, idPrefix, sources, MarkdownSyntax.Parse);

    /// <summary>A finished text.</summary>
    public static List<string> RenderWhole(string text, string idPrefix, AnswerSources? sources = null) => Render(text, idPrefix, sources, MarkdownSyntax.ParseWhole);

    /// <summary>What a person wrote, with the names that it mentions marked.</summary>
    public static List<string> RenderWhole(string text, string idPrefix, KnownNames names) => Render(text, idPrefix, null, (t, _) => MarkdownSyntax.ParseWhole(t, names));

    /// <summary>Blocks that show nothing (link definitions) have no entry.</summary>
    public static void Render(MarkdownDocument document, Range blocks, string text, string idPrefix, AnswerSources? sources, List<string> into)
    {
        var renderer = BlockRenderer.Rent(idPrefix, sources);
        var (from, count) = blocks.GetOffsetAndLength(document.Count);
        for (var i = from; i < from + count; i++)
        {
            var mark = renderer.Sources.Mark;
            var html = renderer.Html(document[i]);
            if (html.Length > 0 && !HtmlVerifier.IsSafe(html, idPrefix))
            {
                renderer.Sources.BackTo(mark);
                html = PlainTail.Html(Source(document[i], text));
            }

            if (html.Length > 0)
            {
                into.Add(html);
            }
        }
    }

    private static List<string> Render(string text, string idPrefix, AnswerSources? sources, Func<string, AnswerSources?, MarkdownDocument> parse)
    {
        var html = new List<string>();
        if (text.AsSpan().ContainsAnyExcept(' ', '\t', '\n'))
        {
            Render(parse(text, sources), .., text, idPrefix, sources, html);
        }

        return html;
    }

    private static string Source(Block block, string text)
    {
        var start = Math.Clamp(block.Span.Start, 0, text.Length);
        return text[start..Math.Clamp(block.Span.End + 1, start, text.Length)];
    }
}
