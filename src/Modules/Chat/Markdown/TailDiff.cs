namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The smallest change that turns the tail a browser shows into the new one.</summary>
internal static class TailDiff
{
    public static TailChange Between(string old, string now)
    {
        if (old == now)
        {
            return TailChange.None;
        }

        if (old.Length == 0 || now.Length == 0)
        {
            return TailChange.Set(now);
        }

        var chain = HtmlElement.LastChain(old);
        var same = old.AsSpan().CommonPrefixLength(now);
        return Growth(old, now, chain, same) ?? Exchange(old, now, chain, same) ?? TailChange.Set(now);
    }

    private static TailChange? Growth(string old, string now, List<HtmlElement> chain, int same)
    {
        for (var depth = chain.Count; depth >= 0; depth--)
        {
            var end = depth == 0 ? old.Length : chain[depth - 1].CloseTag;
            if (Between(old, now, end, end, same) is { } added && HtmlElement.IsBalanced(added))
            {
                return TailChange.Append(Path(chain, depth), added);
            }
        }

        return null;
    }

    private static TailChange? Exchange(string old, string now, List<HtmlElement> chain, int same)
    {
        for (var depth = chain.Count; depth > 0; depth--)
        {
            var element = chain[depth - 1];
            if (Between(old, now, element.Start, element.End, same) is ['<', .., '>'] html && HtmlElement.IsBalanced(html))
            {
                return new(TailChangeKind.Replace, Path(chain, depth), html);
            }
        }

        return null;
    }

    // What stands in the new text between old[..before] and old[after..], if it begins and ends with these.
    private static string? Between(string old, string now, int before, int after, int same)
    {
        var rest = old.AsSpan(after);
        return same >= before && now.Length - rest.Length >= before && now.AsSpan().EndsWith(rest)
            ? now[before..(now.Length - rest.Length)]
            : null;
    }

    private static string Path(List<HtmlElement> chain, int depth) =>
        string.Concat(chain.Take(depth).Select(element => $" > {element.Name}:last-child"));
}
