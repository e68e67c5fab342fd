using System.Buffers;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Which addresses a message may link to.</summary>
internal static class LinkAddress
{
    public const string ExternalRel = "noopener nofollow ugc";

    // Browsers take a backslash for a slash and skip control characters: no honest address needs either.
    private static readonly SearchValues<char> Tricks = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(char.IsControl), '\\', '<', '>', '"']);

    public static bool IsAllowed(string? url) =>
        !string.IsNullOrWhiteSpace(url) && !url.AsSpan().ContainsAny(Tricks) && Scheme(url) is (null or "http" or "https" or "mailto");

    /// <summary>An address of a page: here or elsewhere.</summary>
    public static bool IsWeb(string? url) => IsAllowed(url) && Scheme(url!) is not "mailto";

    public static bool IsExternal(string url) =>
        url.StartsWith("//", StringComparison.Ordinal) || Scheme(url) is "http" or "https";

    public static string Host(string url) =>
        Uri.TryCreate(url.StartsWith("//", StringComparison.Ordinal) ? "https:" + url : url, UriKind.Absolute, out var uri) ? uri.Host : "";

    // http without slashes is no scheme we know: browsers read "http:javascript:…" in ways of their own.
    private static string? Scheme(string url)
    {
        var end = url.AsSpan().IndexOfAny(":/?#");
        if (end < 0 || url[end] != ':')
        {
            return null;
        }

        var scheme = url[..end].Trim().ToLowerInvariant();
        return scheme is "http" or "https" && !url.AsSpan(end).StartsWith("://") ? "" : scheme;
    }
}
