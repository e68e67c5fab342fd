using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class FootnotesElement : HtmlObjectRenderer<FootnoteGroup>
{
    protected override void Write(HtmlRenderer renderer, FootnoteGroup notes)
    {
        renderer.Write("<div class=\"footnotes\" role=\"group\" aria-label=\"Footnotes\"><ol dir=\"auto\">");
        foreach (var note in notes.OfType<Footnote>())
        {
            renderer.Write($"<li id=\"{((BlockRenderer)renderer).IdPrefix}-fn-{note.Order}\">");
            renderer.WriteChildren(note);
            renderer.Write("</li>");
        }

        renderer.Write("</ol></div>");
    }
}
