using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Markdown;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>A source as readers see it. The content refers to <paramref name="Number"/>, the page shows <paramref name="ShownAs"/>; null: found, but not used in the text.</summary>
sealed record CitationView(int Number, int? ShownAs, string Title, string? Url, string Quote)
{
    /// <summary>Where it is from, in a word.</summary>
    [JsonIgnore] public string Place => Url is null ? "" : LinkAddress.Host(Url) is { Length: > 0 } host ? host : "Document";

    /// <summary>The quote as people read it: what models retrieve is mostly Markdown.</summary>
    [JsonIgnore] public string QuoteText => SafeMarkdown.ToPlainText(Quote);

    /// <param name="citations">In the order of first use, those not used last.</param>
    /// <param name="html">The answer, whose first uses have ids.</param>
    public static IReadOnlyList<CitationView> ListOf(IReadOnlyList<CitedSource> citations, string prefix, string html)
    {
        var uses = 0;
        while (uses < citations.Count && html.Contains($"id=\"{prefix}{AllowedHtml.UseMark}{uses + 1}\"", StringComparison.Ordinal)) uses++;
        return [.. citations.Select((c, i) => new CitationView(c.Number, i < uses ? i + 1 : null, c.Title, LinkAddress.IsWeb(c.Url) ? c.Url : null, c.Quote))];
    }

    public static AnswerSources Sources(IEnumerable<CitedSource> citations) => AnswerSources.Of(citations, c => c.Number, c => c.Title);

    public static AnswerSources Sources(IEnumerable<CitationView> citations) => AnswerSources.Of(citations, c => c.Number, c => c.Title);
}
