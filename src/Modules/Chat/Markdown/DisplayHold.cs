using System.Buffers;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>
/// How much of the unfinished last line is better not shown yet, because a few characters later it will mean something else:
/// "-" under a paragraph is a heading until it becomes a list, "**bo" is the beginning of bold text.
/// </summary>
/// <remarks>Only a matter of looks and bytes: what is held back is never shown wrongly, just a moment later.</remarks>
internal static class DisplayHold
{
    private const int MaxRow = 400;
    private const int MaxMarker = 40;

    private static readonly SearchValues<char> MarkerCharacters = SearchValues.Create("-=#`~|*+_>:.)[]0123456789 \t");

    public static int Length(ReadOnlySpan<char> text)
    {
        var lineStart = text.LastIndexOf('\n') + 1;
        var line = text[lineStart..];
        return IsUndecided(line, text[..lineStart]) ? line.Length : OpenInline.Length(line);
    }

    /// <summary>A line that may go on, as it is shown when it has been held back for long enough.</summary>
    public static string Closed(ReadOnlySpan<char> line) =>
        IsMarker(line.TrimStart()) || IsFence(line.TrimStart()) ? line.ToString() : ClosedInline.Of(line);

    private static bool IsMarker(ReadOnlySpan<char> content) => content.Length <= MaxMarker && !content.ContainsAnyExcept(MarkerCharacters);

    private static bool IsFence(ReadOnlySpan<char> content) => content.StartsWith("```") || content.StartsWith("~~~");

    private static bool IsUndecided(ReadOnlySpan<char> line, ReadOnlySpan<char> before)
    {
        var content = line.TrimStart();
        return IsMarker(content) || (line.Length <= MaxRow && (IsFence(content) || content.StartsWith("|") || PreviousLine(before).Contains('|')));
    }

    private static ReadOnlySpan<char> PreviousLine(ReadOnlySpan<char> before)
    {
        var lines = before.IsEmpty ? before : before[..^1];
        return lines[(lines.LastIndexOf('\n') + 1)..];
    }
}
