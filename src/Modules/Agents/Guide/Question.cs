using System.Text.RegularExpressions;

namespace ChatMonolith.Modules.Agents.Guide;

/// <summary>The words of a question that can be looked up.</summary>
static partial class Question
{
    const int MostWords = 24;

    public static string[] WordsOf(string text) =>
        [.. Word().Matches(text.Length > 4000 ? text[..4000] : text).Select(m => m.Value.ToLowerInvariant())
            .Where(w => w is not ("or" or "and" or "not")).Distinct().Take(MostWords)];

    /// <summary>How many of the words the text has; a longer form of a word counts, as "sessions" for "session".</summary>
    public static int Hits(string text, string[] words) => words.Count(w => w.Length > 2 && text.Contains(Stem(w), StringComparison.OrdinalIgnoreCase));

    static string Stem(string word) => word.Length switch { > 7 => word[..^3], > 4 => word[..^1], _ => word };

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}_]{1,39}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
