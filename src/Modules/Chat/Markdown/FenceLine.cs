using System.Text;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

internal static class FenceLine
{
    private const int MaxIndent = 3;
    private const int TabWidth = 4;

    /// <summary>Whether the line so far is nothing but white space and fence characters; closes: it is a closing fence as it stands.</summary>
    public static bool MayClose(StringBuilder line, FencedCodeBlock fence, out bool closes)
    {
        int at = 0, fences = 0;
        while (at < line.Length && line[at] == ' ')
        {
            at++;
        }

        var indent = at;
        while (at < line.Length && line[at] == fence.FencedChar)
        {
            at++;
            fences++;
        }

        while (at < line.Length && char.IsWhiteSpace(line[at]))
        {
            at++;
        }

        closes = at == line.Length && indent <= MaxIndent && fences >= fence.OpeningFencedCharCount;
        return at == line.Length;
    }

    /// <summary>Where the line's own text begins behind the fence's indentation; a tab cut in two leaves spaces.</summary>
    public static (int From, int Spaces) Indent(StringBuilder line, int fenceIndent)
    {
        int at = 0, column = 0;
        while (at < line.Length && column < fenceIndent && line[at] is (' ' or '\t'))
        {
            column = line[at] == '\t' ? ((column / TabWidth) + 1) * TabWidth : column + 1;
            at++;
        }

        return (at, Math.Max(0, column - fenceIndent));
    }
}
