using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class MathElement : HtmlObjectRenderer<MathBlock>
{
    protected override void Write(HtmlRenderer renderer, MathBlock math)
    {
        renderer.Write("<div class=\"math\" dir=\"ltr\">");
        renderer.WriteLeafRawLines(math, writeEndOfLines: false, escape: true);
        renderer.Write("</div>");
    }
}
