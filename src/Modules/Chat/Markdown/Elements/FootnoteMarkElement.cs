using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

/// <summary>The number in the text that leads to a footnote, and the arrow in the footnote that leads back.</summary>
internal sealed class FootnoteMarkElement : HtmlObjectRenderer<FootnoteLink>
{
    protected override void Write(HtmlRenderer renderer, FootnoteLink mark)
    {
        var block = (BlockRenderer)renderer;
        var number = mark.Footnote.Order;
        if (mark.IsBackLink)
        {
            var turn = mark.Footnote.Links.Count(other => !other.IsBackLink && other.Index <= mark.Index);
            renderer.Write($" <a class=\"footnote-back\" href=\"#{block.IdPrefix}-fnref-{mark.Index}\" aria-label=\"Back to the text, mark {turn} of footnote {number}\">\u21A9\uFE0E</a>");
        }
        else if (block.InsideLink)
        {
            renderer.Write($"[{number}]");
        }
        else
        {
            renderer.Write($"<sup class=\"footnote\"><a id=\"{block.IdPrefix}-fnref-{mark.Index}\" href=\"#{block.IdPrefix}-fn-{number}\" aria-label=\"Footnote {number}\">{number}</a></sup>");
        }
    }
}
