using System.Buffers;
using System.Net;
using ChatMonolith.Modules.Chat.Markdown.Highlighting;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Every element, attribute and value that may leave the renderer.</summary>
internal static class AllowedHtml
{
    private static readonly SearchValues<char> ClassCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#.-_ ");

    /// <summary>Between a message's prefix and a source's number: the id of the source's first use.</summary>
    public const string UseMark = "-use-";

    public static bool IsVoid(ReadOnlySpan<char> tag) => tag is "br" or "hr" or "input";

    public static bool Tag(ReadOnlySpan<char> tag) => tag is
        "p" or "h4" or "ul" or "ol" or "li" or "blockquote" or "div" or "figure" or "figcaption" or "pre" or "code"
        or "table" or "thead" or "tbody" or "tr" or "th" or "td" or "a" or "em" or "strong" or "del" or "sub" or "sup" or "ins" or "mark"
        or "span" or "br" or "hr" or "input";

    /// <summary>The only ids: those of source marks and footnotes, below the message's own.</summary>
    public static bool Id(ReadOnlySpan<char> tag, ReadOnlySpan<char> value, ReadOnlySpan<char> prefix) =>
        !prefix.IsEmpty && value.StartsWith(prefix) && (tag switch
        {
            "a" => IsNumbered(value[prefix.Length..], UseMark) || IsNumbered(value[prefix.Length..], "-fnref-"),
            "li" => IsNumbered(value[prefix.Length..], "-fn-"),
            _ => false,
        });

    private static bool IsNumbered(ReadOnlySpan<char> value, ReadOnlySpan<char> mark) =>
        value.StartsWith(mark) && value[mark.Length..] is { Length: > 0 and <= 4 } number && !number.ContainsAnyExceptInRange('0', '9');

    public static bool Attribute(ReadOnlySpan<char> tag, ReadOnlySpan<char> name, ReadOnlySpan<char> value) => name switch
    {
        "class" when tag is "span" => value is "math" or "mention" || (value.Length == 1 && CodeTheme.Classes.Contains(value[0])),
        "class" => !value.ContainsAnyExcept(ClassCharacters),
        "dir" => value is "auto" or "ltr",
        "role" => value is "group" or "note",
        "tabindex" => value is "0",
        "aria-label" => true,
        "href" => tag is "a" && LinkAddress.IsAllowed(WebUtility.HtmlDecode(value.ToString())),
        "rel" => tag is "a" && value is LinkAddress.ExternalRel,
        "start" => tag is "ol" && !value.ContainsAnyExceptInRange('0', '9'),
        "scope" => tag is "th" && value is "col",
        "type" => tag is "input" && value is "checkbox",
        "disabled" or "checked" => tag is "input" && value.IsEmpty,
        _ => false,
    };
}
