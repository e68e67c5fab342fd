using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class InlineCodeElement : HtmlObjectRenderer<CodeInline>
{
    protected override void Write(HtmlRenderer renderer, CodeInline code)
    {
        renderer.Write("<code>");
        renderer.WriteEscape(code.ContentSpan);
        renderer.Write("</code>");
    }
}
