using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The one way from message text to HTML: history, stream, share page and export all pass here.</summary>
internal static class SafeMarkdown
{
    /// <summary>Stored beside cached HTML; raise it whenever the output of the same text changes.</summary>
    public const int Version = 3;

    private const int FallbackStep = 512;

    public static string ToHtml(string markdown, string idPrefix, AnswerSources? sources = null)
    {
        sources?.Restart();
        try
        {
            return string.Concat(MarkdownBlocks.RenderWhole(SourceText.Normalise(markdown), idPrefix, sources));
        }
        catch (Exception e) when (MarkdownSyntax.IsRefusal(e))
        {
            return InSteps(markdown, idPrefix, sources);
        }
    }

    /// <summary>What a person wrote, with the names that it mentions marked.</summary>
    public static string ToHtml(string markdown, string idPrefix, KnownNames names)
    {
        if (names.IsEmpty)
        {
            return ToHtml(markdown, idPrefix);
        }

        try
        {
            return string.Concat(MarkdownBlocks.RenderWhole(SourceText.Normalise(markdown), idPrefix, names));
        }
        catch (Exception e) when (MarkdownSyntax.IsRefusal(e))
        {
            return InSteps(markdown, idPrefix, null);
        }
    }

    /// <summary>The names that a text mentions, as they are typed, without their @: not those in code or addresses.</summary>
    public static IReadOnlyCollection<string> MentionsIn(string markdown, KnownNames names)
    {
        if (names.IsEmpty || !markdown.Contains('@'))
        {
            return [];
        }

        try
        {
            return [.. MarkdownSyntax.ParseWhole(SourceText.Normalise(markdown), names).Descendants<Mention>().Select(m => m.Text[1..]).Distinct(StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception e) when (MarkdownSyntax.IsRefusal(e))
        {
            return [];
        }
    }

    public static string ToPlainText(string markdown, AnswerSources? sources = null) => PlainText.Of(SourceText.Normalise(markdown), sources ?? new());

    // Text that Markdig refuses whole is fed in pieces, so that only what follows the poisonous part loses its formatting.
    private static string InSteps(string markdown, string idPrefix, AnswerSources? sources)
    {
        sources?.Restart();
        var pieces = new IncrementalMarkdown(idPrefix, sources ?? new());
        for (var at = 0; at < markdown.Length; at += FallbackStep)
        {
            pieces.Append(markdown.Substring(at, Math.Min(FallbackStep, markdown.Length - at)));
        }

        pieces.Finish();
        return pieces.FinishedHtml;
    }
}
