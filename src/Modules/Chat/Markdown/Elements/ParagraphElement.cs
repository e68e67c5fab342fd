using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class ParagraphElement : HtmlObjectRenderer<ParagraphBlock>
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock paragraph)
    {
        if (!paragraph.ProcessInlines)
        {
            renderer.Write("<p class=\"plain\" dir=\"auto\">");
            renderer.WriteLeafRawLines(paragraph, writeEndOfLines: false, escape: true);
            renderer.Write("</p>");
            return;
        }

        if (renderer.ImplicitParagraph)
        {
            renderer.WriteLeafInline(paragraph);
            return;
        }

        renderer.Write("<p dir=\"auto\">").WriteLeafInline(paragraph).Write("</p>");
    }
}
