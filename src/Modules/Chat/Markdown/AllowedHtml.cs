using System.Buffers;
using System.Net;

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

    /// <summary>The only ids: a link's that lie below the message's own.</summary>
    public static bool Id(ReadOnlySpan<char> tag, ReadOnlySpan<char> value, ReadOnlySpan<char> prefix) =>
        tag is "a" && !prefix.IsEmpty && value.StartsWith(prefix) && value[prefix.Length..].StartsWith(UseMark)
        && value[(prefix.Length + UseMark.Length)..] is { Length: > 0 and <= 4 } number && !number.ContainsAnyExceptInRange('0', '9');

    public static bool Attribute(ReadOnlySpan<char> tag, ReadOnlySpan<char> name, ReadOnlySpan<char> value) => name switch
    {
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
