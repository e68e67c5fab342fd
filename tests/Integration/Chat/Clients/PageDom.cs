using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A page as a browser holds it: what the stream sends is placed as htmx does.</summary>
sealed class PageDom(string html)
{
    static readonly HtmlParser Parser = new();
    string _parts = "";

    public IHtmlDocument Document { get; } = Parser.ParseDocument(html);

    /// <summary>Where the page's stream begins.</summary>
    public string Since => new Uri(new("http://x"), Document.QuerySelector("#stream")!.GetAttribute("hx-sse:connect")!).Query["?since=".Length..].Split('&')[0];

    /// <summary>Where a page was in a life of the feed that is over: whoever comes back with it catches up.</summary>
    public string Lost => $"0123456789{Since.Split('.')[0][10..]}.{Since.Split('.')[1]}.0";

    /// <summary>The page's stream, with the list of sessions in it.</summary>
    public string StreamAddress => Document.QuerySelector("#stream")!.GetAttribute("hx-sse:connect")!;

    public IElement Transcript => Document.QuerySelector("#transcript")!;

    public IElement Message(Guid id) => Document.GetElementById($"message-{id}") ?? throw new InvalidOperationException($"The page has no message {id}.");

    public bool Has(Guid id) => Document.GetElementById($"message-{id}") is not null;

    /// <summary>What the conversation is, without the white space that a page cannot show.</summary>
    public string Conversation => Shape(Transcript);

    public static string Shape(IElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return text.ToString();
    }

    /// <summary>Messages before the first one shown may change; otherwise whatever the stream sends has its place.</summary>
    public bool IsEndOnly { get; set; }

    public int Length => Transcript.ChildElementCount;

    /// <summary>The end of the conversation: a page that has been open longer than another may show more before it.</summary>
    public string End(int messages)
    {
        var text = new StringBuilder();
        foreach (var item in Transcript.Children.TakeLast(messages)) Write(item, text);
        return text.ToString();
    }

    public PageDom Apply(params IEnumerable<SseItem> items)
    {
        foreach (var item in items)
        {
            // Large content comes in parts and takes effect as a whole; on a new connection it begins anew.
            if (item.Event is "cm-hello") _parts = "";
            else if (item.Event is "cm-part") _parts += item.Data;
            else if (item.Event == "cm-text") Append(Whole(item.Data));
            else if (item.IsContent) Apply(Whole(item.Data));
            else if (item.Event == "cm-branch") Cut(item.Data);
        }
        return this;
    }

    string Whole(string last)
    {
        (var whole, _parts) = (_parts + last, "");
        return whole;
    }

    void Append(string data)
    {
        var at = data.IndexOf('\t', StringComparison.Ordinal);
        Document.QuerySelector($"#tail-{data[..at]}")!.Append(Document.CreateTextNode(data[(at + 1)..]));
    }

    /// <summary>Another version begins: what came after the message goes, as the page's script does it.</summary>
    void Cut(string data)
    {
        using var parsed = System.Text.Json.JsonDocument.Parse(data);
        Assert.False(parsed.RootElement.GetProperty("reload").GetBoolean());
        var last = parsed.RootElement.GetProperty("after").GetString() is { } after ? Message(Guid.Parse(after)).ParentElement : null;
        foreach (var item in Transcript.Children.SkipWhile(i => last is not null && i != last).Skip(last is null ? 0 : 1).ToList()) item.Remove();
    }

    void Apply(string fragments)
    {
        // htmx makes templates of them before parsing, so that a part may also be a list item or a table row.
        var markup = fragments.Replace("<hx-partial", "<template data-partial", StringComparison.Ordinal).Replace("</hx-partial>", "</template>", StringComparison.Ordinal);
        foreach (var template in Parser.ParseFragment(markup, Document.Body!).OfType<IHtmlTemplateElement>())
        {
            var target = template.GetAttribute("hx-target")!;
            if (Document.QuerySelector(target) is not { } element)
            {
                if (IsEndOnly) continue;
                throw new InvalidOperationException($"Nothing on the page is {target}");
            }
            var content = template.Content.ChildNodes.Select(n => Document.Import(n)).ToArray();
            switch (template.GetAttribute("hx-swap"))
            {
                case "beforeend": element.Append(content); break;
                case "innerHTML": element.InnerHtml = ""; element.Append(content); break;
                case "outerHTML" or "outerMorph": element.Replace(content); break;
                case "delete": element.Remove(); break;
                case var other: throw new InvalidOperationException($"Unknown swap {other}");
            }
        }
    }

    static void Write(INode node, StringBuilder text)
    {
        if (node is IText words)
        {
            var inCode = node.ParentElement?.Closest("pre") is not null;
            var shown = inCode ? words.Data : string.Join(' ', words.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            text.Append(shown);
            return;
        }
        // Who has read how far comes by the socket and moves by itself.
        if (node is not IElement element || element.Id == "seen") return;
        text.Append('<').Append(element.LocalName);
        foreach (var attribute in element.Attributes.OrderBy(a => a.Name, StringComparer.Ordinal)) text.Append(' ').Append(attribute.Name).Append('=').Append(attribute.Value);
        text.Append('>');
        // A browser joins neighbouring pieces of text only in its tree of boxes, so they are joined here.
        element.Normalize();
        foreach (var child in element.ChildNodes) Write(child, text);
        text.Append("</").Append(element.LocalName).Append(">\n");
    }
}
