using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class EmphasisElement : HtmlObjectRenderer<EmphasisInline>
{
    protected override void Write(HtmlRenderer renderer, EmphasisInline emphasis)
    {
        var name = (emphasis.DelimiterChar, emphasis.DelimiterCount) switch
        {
            ('~', 2) => "del",
            ('~', _) => "sub",
            ('^', _) => "sup",
            ('+', _) => "ins",
            ('=', _) => "mark",
            (_, 2) => "strong",
            _ => "em",
        };
        renderer.Write('<').Write(name).Write('>');
        renderer.WriteChildren(emphasis);
        renderer.Write("</").Write(name).Write('>');
    }
}
