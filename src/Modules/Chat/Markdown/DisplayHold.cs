using System.Buffers;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>
/// How much of the unfinished last line is better not shown yet, because a few characters later it will mean something else:
/// "-" under a paragraph is a heading until it becomes a list, "**bo" shows asterisks until it is closed.
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

    private static bool IsUndecided(ReadOnlySpan<char> line, ReadOnlySpan<char> before)
    {
        var content = line.TrimStart();
        if (content.Length <= MaxMarker && !content.ContainsAnyExcept(MarkerCharacters))
        {
            return true;
        }

        var isFence = content.StartsWith("```") || content.StartsWith("~~~");
        return line.Length <= MaxRow && (isFence || content.StartsWith("|") || PreviousLine(before).Contains('|'));
    }

    private static ReadOnlySpan<char> PreviousLine(ReadOnlySpan<char> before)
    {
        var lines = before.IsEmpty ? before : before[..^1];
        return lines[(lines.LastIndexOf('\n') + 1)..];
    }
}
