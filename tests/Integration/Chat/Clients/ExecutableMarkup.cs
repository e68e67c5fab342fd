using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Finds what a browser or htmx would execute, fetch or be led by in HTML that people and models have written.</summary>
static partial class ExecutableMarkup
{
    static readonly string[] Elements =
        ["script", "iframe", "object", "embed", "base", "style", "link", "meta", "frame", "img", "video", "audio", "source", "image", "foreignobject", "animate", "set", "math", "textarea", "select", "dialog"];
    static readonly string[] Addresses = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "srcset", "ping"];

    /// <summary>In a whole page: the transcript is searched for everything, the rest for what the page's own templates never hold.</summary>
    public static List<string> InPage(IDocument page) =>
        [.. In(page.QuerySelector("#transcript")!), .. page.All.SelectMany(InAttributes),
         .. page.Scripts.Where(s => s.Text.Length > 0 || s.Source?.StartsWith('/') is not true || !s.HasAttribute("nonce")).Select(s => s.OuterHtml)];

    /// <summary>In a fragment of the stream or the API's html.</summary>
    public static List<string> InFragment(string html)
    {
        var parser = new HtmlParser();
        var markup = html.Replace("<hx-partial", "<template data-partial", StringComparison.Ordinal).Replace("</hx-partial>", "</template>", StringComparison.Ordinal);
        return [.. parser.ParseFragment(markup, parser.ParseDocument("").Body!).SelectMany(Contents).SelectMany(In)];
    }

    static IEnumerable<IElement> Contents(INode node) =>
        node is IHtmlTemplateElement template && template.HasAttribute("data-partial") ? template.Content.Children : node is IElement element ? [element] : [];

    static IEnumerable<string> In(IElement root) => root.DescendantsAndSelf<IElement>().SelectMany(element =>
        InAttributes(element)
            .Concat(Elements.Contains(element.LocalName) ? [element.OuterHtml] : [])
            .Concat(element.Attributes.Where(a => IsDirective(a.Name) || a.Name is "style" or "srcdoc" or "autofocus" or "is").Select(a => $"{a.Name}={a.Value}"))
            .Concat(element.LocalName == "form" && !OwnForm().IsMatch(element.GetAttribute("action")!) ? [element.OuterHtml] : []));

    [GeneratedRegex(@"^/(messages/[0-9a-f-]{36}/(regenerate|continue|reactions\?emoji=[%0-9A-F]+)|deletions/[0-9a-f-]{36}/undo)$")]
    private static partial Regex OwnForm();

    static IEnumerable<string> InAttributes(IElement element) => element.Attributes
        .Where(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || (Addresses.Contains(a.Name) && !IsHarmless(a.Value)))
        .Select(a => $"{element.LocalName} {a.Name}={a.Value}");

    static bool IsDirective(string name) =>
        name.StartsWith("hx-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("data-hx", StringComparison.OrdinalIgnoreCase) || name.StartsWith("sse-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ws-", StringComparison.OrdinalIgnoreCase);

    static bool IsHarmless(string address)
    {
        var text = string.Concat(address.Where(c => c > ' ' && !char.IsControl(c)));
        return text.Length == 0 || text[0] is '/' or '#' or '?' or '.'
            || new[] { "http://", "https://", "mailto:" }.Any(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase)) || !text.Contains(':', StringComparison.Ordinal);
    }
}
