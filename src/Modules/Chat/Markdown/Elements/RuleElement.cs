using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class RuleElement : HtmlObjectRenderer<ThematicBreakBlock>
{
    protected override void Write(HtmlRenderer renderer, ThematicBreakBlock rule) => renderer.Write("<hr />");
}
