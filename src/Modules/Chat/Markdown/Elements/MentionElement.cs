using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class MentionElement : HtmlObjectRenderer<Mention>
{
    protected override void Write(HtmlRenderer renderer, Mention mention)
    {
        renderer.Write("<span class=\"mention\">");
        renderer.WriteEscape(mention.Text);
        renderer.Write("</span>");
    }
}
