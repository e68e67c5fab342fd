namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Where an element lies in a piece of our own, well-formed HTML.</summary>
internal readonly record struct HtmlElement(string Name, int Start, int CloseTag, int End)
{
    /// <summary>The last element, its last child element and so on, outermost first, as far as they end together.</summary>
    public static List<HtmlElement> LastChain(ReadOnlySpan<char> html)
    {
        var open = new Stack<(int Start, int NameEnd)>();
        var chain = new List<HtmlElement>();
        var at = 0;
        while (Next(html, ref at, out var start))
        {
            if (html[at..start].ContainsAnyExcept(' ', '\n'))
            {
                chain.Clear();
            }

            var end = start + html[start..].IndexOf('>') + 1;
            if (html[start + 1] == '/')
            {
                var element = open.Pop();
                chain.Add(new(html[(element.Start + 1)..element.NameEnd].ToString(), element.Start, start, end));
            }
            else
            {
                chain.Clear();
                if (html[end - 2] != '/')
                {
                    open.Push((start, start + html[start..].IndexOfAny(' ', '>')));
                }
            }

            at = end;
        }

        if (html[at..].ContainsAnyExcept(' ', '\n'))
        {
            chain.Clear();
        }

        chain.Reverse();
        return chain;
    }

    public static bool IsBalanced(ReadOnlySpan<char> html)
    {
        var depth = 0;
        var at = 0;
        while (Next(html, ref at, out var start))
        {
            at = start + html[start..].IndexOf('>') + 1;
            depth += html[start + 1] == '/' ? -1 : html[at - 2] == '/' ? 0 : 1;
            if (depth < 0)
            {
                return false;
            }
        }

        return depth == 0;
    }

    private static bool Next(ReadOnlySpan<char> html, ref int at, out int start)
    {
        var found = html[at..].IndexOf('<');
        start = at + found;
        return found >= 0;
    }
}
