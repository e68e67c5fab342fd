using System.Globalization;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class ListElement : HtmlObjectRenderer<ListBlock>
{
    protected override void Write(HtmlRenderer renderer, ListBlock list)
    {
        var name = list.IsOrdered ? "ol" : "ul";
        renderer.Write('<').Write(name);
        if (list.IsOrdered && int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out var start) && start != 1)
        {
            renderer.Write($" start=\"{start.ToString(CultureInfo.InvariantCulture)}\"");
        }

        renderer.Write(" dir=\"auto\">");
        var outer = renderer.ImplicitParagraph;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            renderer.ImplicitParagraph = !list.IsLoose;
            renderer.Write("<li>");
            renderer.WriteChildren(item);
            renderer.Write("</li>");
        }

        renderer.ImplicitParagraph = outer;
        renderer.Write("</").Write(name).Write('>');
    }
}
