namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The length of the end of a line from the first emphasis, code, link or address in it that is not closed yet.</summary>
internal static class OpenInline
{
    public const int MaxLength = 120;

    public static int Length(ReadOnlySpan<char> line)
    {
        // What is older than this is shown as it is: it was not meant as markup, or it is long.
        var start = Math.Max(0, line.Length - MaxLength);
        var open = new Stack<(char Kind, int At)>();
        for (var i = start; i < line.Length;)
        {
            var run = Run(line, i);
            switch (line[i])
            {
                case '\\':
                    run = i + 1 < line.Length ? 2 : 1;
                    break;
                case '`':
                    var close = line[(i + run)..].IndexOf(line.Slice(i, run));
                    if (close < 0)
                    {
                        return line.Length - First(open, i);
                    }

                    run += close + run;
                    break;
                case '*' or '~' or '_':
                    Toggle(line, i, run, open);
                    break;
                case '[':
                    open.Push(('[', i > 0 && line[i - 1] == '!' ? i - 1 : i));
                    run = 1;
                    break;
                case CitationMark.FullWidthOpen when !line[i..].Contains(CitationMark.FullWidthClose):
                    return line.Length - First(open, i);
                case ']' when open.TryPeek(out var top) && top.Kind == '[':
                    run = 1;
                    open.Pop();
                    if (i + 1 == line.Length || (line[i + 1] == '(' && !line[i..].Contains(')')))
                    {
                        return line.Length - First(open, top.At);
                    }

                    break;
            }

            i += run;
        }

        return line.Length - First(open, UndecidedEnd(line));
    }

    private static int First(Stack<(char Kind, int At)> open, int otherwise) =>
        open.Count == 0 ? otherwise : Math.Min(otherwise, open.Min(o => o.At));

    private static void Toggle(ReadOnlySpan<char> line, int at, int run, Stack<(char Kind, int At)> open)
    {
        var afterText = at > 0 && !char.IsWhiteSpace(line[at - 1]);
        var beforeText = at + run >= line.Length || !char.IsWhiteSpace(line[at + run]);
        if (afterText && open.TryPeek(out var top) && top.Kind == line[at])
        {
            open.Pop();
        }
        else if (beforeText && !(line[at] == '_' && afterText))
        {
            open.Push((line[at], at));
        }
    }

    // An address or an entity grows until white space or a semicolon; an escape, a line break and "!" need the next character.
    private static int UndecidedEnd(ReadOnlySpan<char> line)
    {
        var word = line[(line.LastIndexOfAny(' ', '(', '\t') + 1)..];
        if (word.StartsWith("http", StringComparison.Ordinal) || word.StartsWith("www.", StringComparison.Ordinal)
            || word.StartsWith("<", StringComparison.Ordinal) || word.LastIndexOf('&') > word.LastIndexOf(';'))
        {
            return line.Length - (word.Length <= MaxLength ? word.Length : 0);
        }

        return line.EndsWith("\\") || line.EndsWith("!") ? line.Length - 1 : line.Length;
    }

    public static int Run(ReadOnlySpan<char> line, int at)
    {
        var end = line[at..].IndexOfAnyExcept(line[at]);
        return end < 0 ? line.Length - at : end;
    }
}
