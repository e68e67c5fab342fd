using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

/// <summary>
/// Every heading inside a message is an h4, because the message's own is an h3 and an answer may begin with any level: a jump to h6 would
/// lose people who move by headings. The level shows in the look only.
/// </summary>
internal sealed class HeadingElement : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
    {
        renderer.Write("<h4").Write(heading.Level switch { 1 => "", 2 => " class=\"second\"", _ => " class=\"third\"" }).Write(" dir=\"auto\">");
        if (heading.ProcessInlines)
        {
            renderer.WriteLeafInline(heading);
        }
        else
        {
            renderer.WriteLeafRawLines(heading, writeEndOfLines: false, escape: true);
        }

        renderer.Write("</h4>");
    }
}
