using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

/// <summary>The page has h1 to h3 (the message's own heading): headings inside an answer start at h4.</summary>
internal sealed class HeadingElement : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
    {
        var name = heading.Level switch { 1 => "h4", 2 => "h5", _ => "h6" };
        renderer.Write('<').Write(name).Write(" dir=\"auto\">");
        if (heading.ProcessInlines)
        {
            renderer.WriteLeafInline(heading);
        }
        else
        {
            renderer.WriteLeafRawLines(heading, writeEndOfLines: false, escape: true);
        }

        renderer.Write("</").Write(name).Write('>');
    }
}
