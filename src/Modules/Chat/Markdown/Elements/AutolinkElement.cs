using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class AutolinkElement : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline link)
    {
        var open = Anchor.Open((BlockRenderer)renderer, link.IsEmail ? "mailto:" + link.Url : link.Url);
        renderer.WriteEscape(link.Url);
        Anchor.Close((BlockRenderer)renderer, open);
    }
}
