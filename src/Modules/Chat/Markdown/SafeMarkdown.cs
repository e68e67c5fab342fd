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
