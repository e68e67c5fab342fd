namespace ChatMonolith.Modules.Chat.Markdown;

internal enum TailChangeKind
{
    None,

    /// <summary>The whole tail is now this HTML (innerHTML).</summary>
    Set,

    /// <summary>The element at the path is now this HTML (outerHTML).</summary>
    Replace,

    /// <summary>This HTML is added at the end of the element at the path (beforeend).</summary>
    Append,
}

/// <summary>Path: a selector to put behind the tail container's, " > ul:last-child > li:last-child"; empty for the container itself.</summary>
internal readonly record struct TailChange(TailChangeKind Kind, string Path, string Html)
{
    public static readonly TailChange None = new(TailChangeKind.None, "", "");

    public static TailChange Set(string html) => new(TailChangeKind.Set, "", html);

    public static TailChange Append(string path, string html) =>
        html.Length == 0 ? None : new(TailChangeKind.Append, path, html);
}
