using System.Buffers;
using System.Text;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>
/// An unfinished line as it is shown while it may go on: emphasis and code are closed, a link is its text without an address that is not whole
/// yet, and half a citation marker is nothing. Only for display: the text itself stays as it was written.
/// </summary>
internal static class ClosedInline
{
    private const string CodeIndent = "    ";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789,-–[ ");

    public static string Of(ReadOnlySpan<char> line)
    {
        // Code by indentation shows every character as it is.
        if (line.StartsWith(CodeIndent) || line.StartsWith("\t"))
        {
            return line.ToString();
        }

        var (open, end) = Scan(line);
        var (closers, dropped) = ("", new List<(int At, int Length)>());
        foreach (var (kind, at, length) in Enumerable.Reverse(open))
        {
            var inside = at + length < end ? line[(at + length)..end].Trim() : [];
            if (inside.IsEmpty || (kind == '[' && !inside.ContainsAnyExcept(NumberCharacters)))
            {
                end = Math.Min(end, at);
            }
            else if (kind == '[')
            {
                dropped.Add((at, length));
            }
            else
            {
                closers += line.Slice(at, length).ToString();
            }
        }

        var shown = new StringBuilder().Append(line[..end]);
        foreach (var (at, length) in dropped)
        {
            shown.Remove(at, length);
        }

        return Unlinked(closers.Length == 0 ? shown.ToString() : shown.ToString().TrimEnd() + closers);
    }

    // What is open, from the outside in, and where what can be shown ends.
    private static (List<(char Kind, int At, int Length)> Open, int End) Scan(ReadOnlySpan<char> line)
    {
        var open = new List<(char Kind, int At, int Length)>();
        for (var i = Math.Max(0, line.Length - OpenInline.MaxLength); i < line.Length;)
        {
            var run = OpenInline.Run(line, i);
            switch (line[i])
            {
                case '\\' when i + 1 == line.Length:
                case CitationMark.FullWidthOpen when !line[i..].Contains(CitationMark.FullWidthClose):
                    return (open, i);
                case '\\':
                    run = 2;
                    break;
                case '`':
                    var close = line[(i + run)..].IndexOf(line.Slice(i, run));
                    if (close < 0)
                    {
                        open.Add(('`', i, run));
                        return (open, line.Length);
                    }

                    run += close + run;
                    break;
                case '*' or '~' or '_':
                    Toggle(line, i, run, open);
                    break;
                case '[':
                    var image = i > 0 && line[i - 1] == '!';
                    open.Add(('[', image ? i - 1 : i, image ? 2 : 1));
                    run = 1;
                    break;
                case ']' when open.Count > 0 && open[^1].Kind == '[':
                    run = 1;
                    if (i + 1 < line.Length && line[i + 1] == '(' && !line[i..].Contains(')'))
                    {
                        return (open, i);
                    }

                    open.RemoveAt(open.Count - 1);
                    break;
            }

            i += run;
        }

        return (open, line.Length);
    }

    private static void Toggle(ReadOnlySpan<char> line, int at, int run, List<(char Kind, int At, int Length)> open)
    {
        var afterText = at > 0 && !char.IsWhiteSpace(line[at - 1]) && !char.IsPunctuation(line[at - 1]);
        var beforeText = at + run >= line.Length || !char.IsWhiteSpace(line[at + run]);
        var kind = line[at];
        var known = open.FindLastIndex(o => o.Kind == kind);
        if (known >= 0 && at > 0 && !char.IsWhiteSpace(line[at - 1]))
        {
            open.RemoveAt(known);
        }
        // Between letters or digits it is more often a product than emphasis; one tilde is no markup.
        else if (beforeText && !afterText && !(kind == '~' && run < 2))
        {
            open.Add((kind, at, run));
        }
    }

    // An address that is still being written would lead elsewhere: it is text until it is whole.
    private static string Unlinked(string line)
    {
        var start = line.LastIndexOfAny([' ', '(', '\t', '*', '_', '~']) + 1;
        var word = line.AsSpan(start);
        var colon = word.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? word.IndexOf("://") : -1;
        return colon > 0 ? line.Insert(start + colon, "\\") : word.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? line.Insert(start + 3, "\\") : line;
    }
}
