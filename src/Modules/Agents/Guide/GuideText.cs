using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Documents;

namespace ChatMonolith.Modules.Agents.Guide;

/// <summary>Words the guide's answer: its sources, quoted. It claims nothing of its own.</summary>
static partial class GuideText
{
    const int MostSources = 3;
    const int LongestQuote = 600;
    // Below this, the passages share some everyday word with the question and no more.
    const double Enough = 0.34;

    const string HowToAdd =
        "For answers in free words, an administrator connects a model: set `OPENAI_API_KEY`, `ANTHROPIC_API_KEY`, `OPENAI_BASE_URL` or `OLLAMA_HOST` and restart. "
        + "Administrators also add documents for me to look in, under [Agents › Documents](/agents/documents).";

    public static (string Text, IReadOnlyList<AgentCitation> Citations) Answer(IReadOnlyList<FoundPassage> found, string[] words)
    {
        var text = new StringBuilder("I am the built-in guide: I look things up and quote them, I do not write answers of my own. This is what I found:\n");
        var citations = new List<AgentCitation>();
        foreach (var passage in found.Where(p => p.Share >= Enough && p.Share >= found[0].Share * 0.6).Take(MostSources))
        {
            var quote = Best(passage.Text, words);
            var number = citations.Count + 1;
            citations.Add(new(number, passage.Heading, $"/agents/documents/{passage.DocumentId}#p{passage.Ordinal}", quote));
            text.Append(CultureInfo.InvariantCulture, $"\n**{Escape(passage.Heading)}** [[{number}]]\n\n");
            foreach (var line in Shown(quote).Split('\n')) text.Append("> ").Append(line).Append('\n');
        }
        return (text.ToString(), citations);
    }

    public static string Nothing(IReadOnlyList<string> titles)
    {
        var text = new StringBuilder("I am the built-in guide: I look things up and quote them, and I found nothing about this.\n\n");
        if (titles.Count > 0)
        {
            text.Append("I know these documents:\n\n");
            foreach (var title in titles) text.Append("- ").Append(Escape(title)).Append('\n');
            text.Append("\nTry other words. ");
        }
        return text.Append(HowToAdd).Append('\n').ToString();
    }

    public static bool IsEnough(IReadOnlyList<FoundPassage> found) => found.Count > 0 && found[0].Share >= Enough;

    /// <summary>The part of the passage that has most of the words, as it stands there.</summary>
    static string Best(string passage, string[] words)
    {
        var blocks = MarkdownPassages.Blocks(passage).ToList();
        var best = Enumerable.Range(0, blocks.Count).MaxBy(i => Question.Hits(blocks[i], words));
        // "Do it like this:" is nothing without what follows it.
        var start = passage.IndexOf(blocks[best], StringComparison.Ordinal);
        var end = start + blocks[best].Length;
        while (++best < blocks.Count && (end - start < 160 || blocks[best - 1].EndsWith(':')))
        {
            var next = passage.IndexOf(blocks[best], end, StringComparison.Ordinal);
            if (next + blocks[best].Length - start > LongestQuote) break;
            end = next + blocks[best].Length;
        }
        var quote = passage[start..end];
        return quote.Length <= LongestQuote || MarkdownPassages.IsFence(quote) ? quote : Sentences(quote, words);
    }

    static string Sentences(string block, string[] words)
    {
        var starts = Enumerable.Range(0, block.Length).Where(i => i == 0 || (block[i - 1] is ' ' or '\n' && (i == 1 || block[i - 2] is '.' or ':' or '?' or '\n' || block[i - 1] == '\n'))).ToList();
        var best = starts.MaxBy(s => Question.Hits(block[s..Math.Min(block.Length, s + LongestQuote / 2)], words));
        var end = starts.LastOrDefault(s => s > best && s - best <= LongestQuote);
        var longest = Math.Min(block.Length, best + LongestQuote);
        if (longest < block.Length && char.IsHighSurrogate(block[longest - 1])) longest--;
        return block[best..(block.Length - best <= LongestQuote ? block.Length : end > 0 ? end : longest)].Trim();
    }

    // Marks in a document must not look like citations of this answer; in code they mean themselves.
    static string Shown(string quote)
    {
        var inCode = false;
        return string.Join('\n', quote.Split('\n').Select(line =>
        {
            if (MarkdownPassages.IsFence(line)) { inCode = !inCode; return line; }
            return inCode ? line : LikeMark().Replace(line, m => m.Value switch { ['`', ..] => m.Value, "【" => "&#12304;", _ => "\\" + m.Value });
        })) + (inCode ? "\n```" : "");
    }

    // Code comes first, so that brackets in it are left alone; [1](address) is a link.
    [GeneratedRegex(@"(`+)[^`]*\1|\[(?=\[?[0-9][0-9, –-]*\](?!\())|【", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LikeMark();

    static string Escape(string title) => string.Concat(title.Select(c => c is '*' or '_' or '[' or ']' or '`' or '<' or '\\' ? $"\\{c}" : c.ToString()));
}
