namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>
/// The second wall: one linear pass that accepts only well-formed HTML made of <see cref="AllowedHtml"/>. It repairs nothing:
/// whatever it does not know makes the caller fall back to escaped text.
/// </summary>
internal ref struct HtmlVerifier
{
    private readonly Stack<string> open = [];
    private ReadOnlySpan<char> rest;

    private readonly ReadOnlySpan<char> idPrefix;

    private HtmlVerifier(ReadOnlySpan<char> html, ReadOnlySpan<char> idPrefix)
    {
        rest = html;
        this.idPrefix = idPrefix;
    }

    public static bool IsSafe(string html, string idPrefix = "") => new HtmlVerifier(html, idPrefix).Run();

    private bool Run()
    {
        while (true)
        {
            var tag = rest.IndexOf('<');
            if (tag < 0)
            {
                return open.Count == 0;
            }

            rest = rest[(tag + 1)..];
            if (!(Take("/") ? CloseTag() : OpenTag()))
            {
                return false;
            }
        }
    }

    private bool CloseTag() => open.TryPop(out var name) && Take(name) && Take(">");

    private bool OpenTag()
    {
        var name = Name();
        if (!AllowedHtml.Tag(name) || (name is "a" && open.Contains("a")))
        {
            return false;
        }

        while (Take(" "))
        {
            if (Take("/>"))
            {
                return AllowedHtml.IsVoid(name);
            }

            if (!Attribute(name))
            {
                return false;
            }
        }

        if (!Take(">") || AllowedHtml.IsVoid(name))
        {
            return false;
        }

        open.Push(name.ToString());
        return true;
    }

    private bool Attribute(ReadOnlySpan<char> tag)
    {
        var name = Name();
        if (!Take("=\""))
        {
            return AllowedHtml.Attribute(tag, name, "");
        }

        var end = rest.IndexOfAny('"', '<', '>');
        if (end < 0 || rest[end] != '"')
        {
            return false;
        }

        var value = rest[..end];
        rest = rest[(end + 1)..];
        return name is "id" ? AllowedHtml.Id(tag, value, idPrefix) : AllowedHtml.Attribute(tag, name, value);
    }

    private ReadOnlySpan<char> Name()
    {
        var end = 0;
        while (end < rest.Length && (char.IsAsciiLetterLower(rest[end]) || char.IsAsciiDigit(rest[end]) || rest[end] == '-'))
        {
            end++;
        }

        var name = rest[..end];
        rest = rest[end..];
        return name;
    }

    private bool Take(ReadOnlySpan<char> text)
    {
        var found = rest.StartsWith(text);
        rest = found ? rest[text.Length..] : rest;
        return found;
    }
}
