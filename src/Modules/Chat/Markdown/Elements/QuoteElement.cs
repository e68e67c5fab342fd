using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class QuoteElement : HtmlObjectRenderer<QuoteBlock>
{
    protected override void Write(HtmlRenderer renderer, QuoteBlock quote)
    {
        var outer = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.Write("<blockquote dir=\"auto\">");
        renderer.WriteChildren(quote);
        renderer.Write("</blockquote>");
        renderer.ImplicitParagraph = outer;
    }
}
