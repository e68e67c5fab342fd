namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>
/// Takes away what a model repeats of the answer that it was to go on with: the longest end of it, of at most 200 characters, that the new
/// text begins with. Short ends stay, because a word may rightly come twice.
/// </summary>
sealed class RepeatedStart(string? begun)
{
    const int Longest = 200, Shortest = 12, FewestLetters = 6;
    string? _end = string.IsNullOrWhiteSpace(begun) ? null : begun[^Math.Min(begun.Length, Longest)..];
    string _held = "";

    public string Add(string piece)
    {
        if (_end is null) return piece;
        _held += piece;
        return Decide(_held.Length > 2 * Longest);
    }

    /// <summary>What still waited when the answer ended.</summary>
    public string Flush() => Decide(last: true);

    string Decide(bool last)
    {
        var said = _held.AsSpan().TrimStart();
        for (var start = 0; _end is not null && _end.Length - start >= Shortest; start++)
        {
            var end = _end.AsSpan(start);
            // Lines of a table and indents repeat themselves.
            if (Letters(end) < FewestLetters) break;
            if (said.StartsWith(end)) return Rest(said[end.Length..].ToString());
            if (!last && end.StartsWith(said)) return "";
        }
        return Rest(_held);
    }

    string Rest(string rest)
    {
        (_end, _held) = (null, "");
        return rest;
    }

    static int Letters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var unit in text) if (char.IsLetterOrDigit(unit)) count++;
        return count;
    }
}
