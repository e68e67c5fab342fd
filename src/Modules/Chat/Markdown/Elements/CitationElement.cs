using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

/// <summary>
/// A link to the entry in the list of sources. The first use of a source has an id, for the way back. The brackets are text, so that a copy reads [1].
/// </summary>
internal sealed class CitationElement : HtmlObjectRenderer<Citation>
{
    protected override void Write(HtmlRenderer renderer, Citation citation)
    {
        var block = (BlockRenderer)renderer;
        if (citation.IsInLink)
        {
            renderer.WriteEscape(citation.Source);
            return;
        }

        var any = false;
        foreach (var number in citation.Numbers)
        {
            if (block.Sources.Use(number) is { } use)
            {
                any = true;
                Write(block, use);
            }
        }

        if (!any)
        {
            block.DropSpace();
        }
    }

    private static void Write(BlockRenderer renderer, CitationUse use)
    {
        renderer.Write("<sup class=\"cite\"><a");
        if (use.IsFirst)
        {
            renderer.Write($" id=\"{renderer.IdPrefix}{AllowedHtml.UseMark}{use.Number}\"");
        }

        renderer.Write($" href=\"#{renderer.IdPrefix}-cite-{use.Number}\" aria-label=\"Source {use.Number}: ");
        renderer.WriteEscape(use.Title);
        renderer.Write($"\">[{use.Number}]</a></sup>");
    }
}
