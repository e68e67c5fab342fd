using Markdig.Extensions.Alerts;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class AlertElement : HtmlObjectRenderer<AlertBlock>
{
    protected override void Write(HtmlRenderer renderer, AlertBlock alert)
    {
        var (style, title) = Kind(alert.Kind.AsSpan());
        renderer.Write($"<div class=\"alert {style}\" role=\"note\" dir=\"auto\"><p class=\"alert-title\">{title}</p>");
        renderer.WriteChildren(alert);
        renderer.Write("</div>");
    }

    private static (string Style, string Title) Kind(ReadOnlySpan<char> kind)
    {
        Span<char> lower = stackalloc char[16];
        var length = kind.ToLowerInvariant(lower);
        return length < 0 ? ("alert-note", "Note") : lower[..length] switch
        {
            "tip" => ("alert-tip", "Tip"),
            "important" => ("alert-important", "Important"),
            "warning" => ("alert-warning", "Warning"),
            "caution" => ("alert-caution", "Caution"),
            _ => ("alert-note", "Note"),
        };
    }
}
