using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

/// <summary>Keeps the dollar signs: "from $5 to 10$" is money, and no text may be lost.</summary>
internal sealed class InlineMathElement : HtmlObjectRenderer<MathInline>
{
    protected override void Write(HtmlRenderer renderer, MathInline math)
    {
        var dollars = new string(math.Delimiter, math.DelimiterCount);
        renderer.Write("<span class=\"math\">").Write(dollars);
        renderer.WriteEscape(math.Content.AsSpan());
        renderer.Write(dollars).Write("</span>");
    }
}
