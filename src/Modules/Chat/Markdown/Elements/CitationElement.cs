using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class CitationElement : HtmlObjectRenderer<Citation>
{
    protected override void Write(HtmlRenderer renderer, Citation citation)
    {
        var block = (BlockRenderer)renderer;
        if (block.InsideLink)
        {
            renderer.Write($"[{citation.Number}]");
            return;
        }

        renderer.Write($"<sup class=\"cite\"><a href=\"#{block.IdPrefix}-cite-{citation.Number}\" aria-label=\"Source {citation.Number}\">{citation.Number}</a></sup>");
    }
}
