namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Whether a text is read with footnotes: it has definitions and marks, and not absurdly many.</summary>
/// <remarks>
/// Only whole texts are. A definition at the end changes marks far above it, so a stream shows both as they were typed until the answer is
/// finished; and texts without definitions never meet the extension.
/// </remarks>
internal static class FootnoteSyntax
{
    private const string Start = "[^";
    private const int MaxDefinitions = 200;
    private const int MaxMarks = 1000;
    private const int MaxIndent = 3;

    public static bool IsIn(string text)
    {
        var all = text.AsSpan().Count(Start);
        var definitions = all > 1 && all <= MaxMarks ? Definitions(text) : 0;
        return definitions is > 0 and <= MaxDefinitions && all > definitions;
    }

    private static int Definitions(string text)
    {
        var count = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = line.TrimStart(' ');
            count += line.Length - content.Length <= MaxIndent && content.StartsWith(Start) && content.Contains("]:", StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }
}
