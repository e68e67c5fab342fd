using System.Text;
using System.Text.RegularExpressions;

namespace ChatMonolith.Modules.Agents.Documents;

/// <summary>Cuts Markdown or plain text at headings, and long sections at blank lines outside code, into passages that can be shown.</summary>
static partial class MarkdownPassages
{
    public const int Longest = 1200;

    public static IEnumerable<(string Heading, string Text)> Split(string title, string text)
    {
        var headings = new string?[7];
        headings[1] = title;
        foreach (var section in Sections(text))
        {
            if (section.Level > 0)
            {
                headings[section.Level] = section.Heading;
                Array.Clear(headings, section.Level + 1, headings.Length - section.Level - 1);
            }
            var path = headings.OfType<string>().Where(h => h.Length > 0).Prepend(title).Distinct();
            var heading = string.Join(" › ", path);
            foreach (var part in Pack(Blocks(section.Text))) yield return (heading, part);
        }
    }

    /// <summary>Paragraphs, lists, tables and whole code blocks.</summary>
    public static IEnumerable<string> Blocks(string text)
    {
        var block = new StringBuilder();
        var inCode = false;
        foreach (var line in text.Split('\n'))
        {
            if (IsFence(line)) inCode = !inCode;
            if (string.IsNullOrWhiteSpace(line) && !inCode)
            {
                if (block.Length > 0) yield return block.ToString().TrimEnd();
                block.Clear();
                continue;
            }
            block.Append(line).Append('\n');
        }
        if (block.ToString().Trim().Length > 0) yield return block.ToString().TrimEnd();
    }

    public static bool IsFence(string line) => line.AsSpan().TrimStart() is var start && (start.StartsWith("```") || start.StartsWith("~~~"));

    static IEnumerable<(int Level, string Heading, string Text)> Sections(string text)
    {
        var (level, heading, body, inCode) = (0, "", new StringBuilder(), false);
        foreach (var raw in Clean(text).Split('\n'))
        {
            var line = raw.TrimEnd();
            if (IsFence(line)) inCode = !inCode;
            if (!inCode && HeadingLine().Match(line) is { Success: true } match)
            {
                yield return (level, heading, body.ToString());
                (level, heading) = (match.Groups[1].Length, Plain(match.Groups[2].Value));
                body.Clear();
                continue;
            }
            body.Append(line).Append('\n');
        }
        yield return (level, heading, body.ToString());
    }

    static IEnumerable<string> Pack(IEnumerable<string> blocks)
    {
        var passage = new StringBuilder();
        foreach (var block in blocks.SelectMany(Cut))
        {
            if (passage.Length > 0 && passage.Length + block.Length + 2 > Longest)
            {
                yield return passage.ToString();
                passage.Clear();
            }
            if (passage.Length > 0) passage.Append("\n\n");
            passage.Append(block);
        }
        if (passage.Length > 0) yield return passage.ToString();
    }

    static IEnumerable<string> Cut(string block)
    {
        while (block.Length > Longest)
        {
            var at = block.AsSpan(0, Longest).LastIndexOf('\n') is > 0 and var line ? line : block.AsSpan(0, Longest).LastIndexOf(' ');
            if (at < Longest / 2) at = char.IsHighSurrogate(block[Longest - 1]) ? Longest - 1 : Longest;
            yield return block[..at].TrimEnd();
            block = block[at..].TrimStart('\n', ' ');
        }
        if (block.Length > 0) yield return block;
    }

    // A quoted passage stands far from its file: pictures and links to neighbours would lead nowhere.
    static string Clean(string text) => NeighbourLink().Replace(Picture().Replace(Comment().Replace(text, ""), "$1"), "$1");

    static string Plain(string heading) => heading.Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"^(#{1,6})\s+(.+?)\s*#*$", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex HeadingLine();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Picture();

    [GeneratedRegex(@"(?<!!)\[([^\]\[\n]{1,300})\]\((?!https?://)[^)\n]{0,2000}\)", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex NeighbourLink();
}
