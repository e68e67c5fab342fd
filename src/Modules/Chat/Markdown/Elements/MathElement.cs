using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

/// <summary>As it was typed, with its dollar signs: there is no library here that sets formulas.</summary>
internal sealed class MathElement : HtmlObjectRenderer<MathBlock>
{
    protected override void Write(HtmlRenderer renderer, MathBlock math)
    {
        var dollars = new string(math.FencedChar, math.OpeningFencedCharCount);
        renderer.Write("<div class=\"math\" dir=\"ltr\">").Write(dollars).Write('\n');
        renderer.WriteLeafRawLines(math, writeEndOfLines: false, escape: true);
        if (math.ClosingFencedCharCount > 0)
        {
            renderer.Write('\n').Write(dollars);
        }

        renderer.Write("</div>");
    }
}
