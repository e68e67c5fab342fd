namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Brings chunks to the form the parser sees: \n line ends, no NUL, no half characters at the end.</summary>
internal sealed class SourceText
{
    private string held = "";

    public int HeldBack => held.Length;

    public static string Normalise(string text) =>
        text.AsSpan().ContainsAny('\r', '\0')
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\0', '\uFFFD')
            : text;

    public string Next(string chunk)
    {
        var text = held + chunk;
        // Half a surrogate pair or half a CR LF: wait for the other half.
        var wait = text.Length > 0 && (char.IsHighSurrogate(text[^1]) || text[^1] == '\r') ? 1 : 0;
        held = text[^wait..];
        return Normalise(text[..^wait]);
    }

    public string Rest()
    {
        var rest = Normalise(held);
        held = "";
        return rest;
    }
}
