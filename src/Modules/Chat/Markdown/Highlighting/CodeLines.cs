namespace ChatMonolith.Modules.Chat.Markdown.Highlighting;

/// <summary>Which lines are given to a grammar.</summary>
internal static class CodeLines
{
    private const int MaxLines = 2000;
    private const int MaxLength = 300;
    private const int MaxNesting = 12;

    public static bool AreFew(string code) => code.AsSpan().Count('\n') < MaxLines;

    /// <summary>
    /// Time grows with the square of a line's length, and doubles with each bracket left open: at 25 a line of C# takes a second. A line
    /// beyond these bounds is left without colours, like one that editors find too long.
    /// </summary>
    public static bool IsCheap(ReadOnlySpan<char> line)
    {
        int open = 0, deepest = 0;
        foreach (var c in line)
        {
            open += c is '(' or '[' or '{' or '<' ? 1 : c is ')' or ']' or '}' or '>' && open > 0 ? -1 : 0;
            deepest = Math.Max(deepest, open);
        }

        return line.Length <= MaxLength && deepest <= MaxNesting;
    }
}
