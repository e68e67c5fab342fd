using System.Globalization;
using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Replies;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>A message as everybody sees it: the JSON of the API and the model of the one template that shows it.</summary>
sealed record MessageView
{
    public required Guid Id { get; init; }
    public required Guid SessionId { get; init; }
    public Guid? ParentId { get; init; }
    public required AuthorView Author { get; init; }
    public required string Content { get; init; }
    public required string Html { get; init; }
    public required string Status { get; init; }
    public ErrorView? Error { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EditedAt { get; init; }
    public required IReadOnlyList<CitationView> Citations { get; init; }
    public UsageView? Usage { get; init; }
    public TimingView? Timing { get; init; }

    /// <summary>The run that writes the message now.</summary>
    public Guid? RunId { get; init; }

    [JsonIgnore] public string Tail { get; init; } = "";
    [JsonIgnore] public string? StoppedBy { get; init; }
    [JsonIgnore] public long Ordinal { get; init; }
    [JsonIgnore] public SafeHtml Blocks => new(Html);
    [JsonIgnore] public SafeHtml OpenTail => new(Tail);
    [JsonIgnore] public bool IsAgent => Author.Kind == "agent";
    [JsonIgnore] public bool IsRunning => Status is "queued" or "running";

    public static MessageView Of(Message m, LiveSnapshot? live = null)
    {
        var sources = CitationView.Sources(m.Citations);
        var (html, citations) = live is null ? (Rendered(m, sources), sources.InOrder(m.Citations, c => c.Number)) : (live.FinishedHtml, live.Citations);
        return Of(m, live, html, CitationView.ListOf(citations, Fragments.PrefixOf(m.Id), html + live?.TailHtml));
    }

    static MessageView Of(Message m, LiveSnapshot? live, string html, IReadOnlyList<CitationView> citations) => new()
    {
        Id = m.Id, SessionId = m.SessionId, ParentId = m.ParentId, Ordinal = m.Ordinal, Revision = m.Revision,
        Author = new(m.AuthorKind is AuthorKind.User ? "user" : "agent", m.AuthorId, m.AuthorName),
        Content = live?.Text ?? m.Content,
        Html = html,
        Tail = live?.TailHtml ?? "",
        Status = m.Status.ToString().ToLowerInvariant(),
        Error = m.ErrorCode is null ? null : new(m.ErrorCode, m.ErrorMessage ?? "", m.RetryAt),
        CreatedAt = m.CreatedAt, EditedAt = m.EditedAt, StoppedBy = m.StoppedBy, RunId = live?.RunId,
        Citations = citations,
        Usage = m.AuthorKind is AuthorKind.User || !m.IsOver ? null
            : new(m.InputTokens, m.OutputTokens, m.CachedTokens, m.ReasoningTokens, m.Cost, m.Currency, m.Estimated),
        Timing = m.TotalMs is not { } total ? null : new(m.FirstTokenMs, total, TimingView.Speed(m.OutputTokens, m.FirstTokenMs, total)),
    };

    static string Rendered(Message m, AnswerSources sources) => m.Html is { } html && m.HtmlVersion == SafeMarkdown.Version ? html : SafeMarkdown.ToHtml(m.Content, Fragments.PrefixOf(m.Id), sources);
}

sealed record AuthorView(string Kind, string Id, string Name);

sealed record ErrorView(string Code, string Message, DateTimeOffset? RetryAfter);

sealed record UsageView(int InputTokens, int OutputTokens, int CachedTokens, int ReasoningTokens, decimal Cost, string? Currency, bool Estimated)
{
    /// <summary>Money in words that people read: small sums keep the digits that matter.</summary>
    public static string Money(decimal cost, string? currency)
    {
        if (currency is null) return "No price set";
        var sign = currency switch { "USD" => "$", "EUR" => "€", "GBP" => "£", var other => other + " " };
        return cost == 0 ? "No cost" : sign + cost.ToString(cost < 0.01m ? "0.######" : cost < 1m ? "0.0000" : "0.00", CultureInfo.InvariantCulture);
    }
}

sealed record TimingView(int? FirstTokenMs, int TotalMs, double? TokensPerSecond)
{
    public static double? Speed(int tokens, int? firstTokenMs, int totalMs) =>
        firstTokenMs is { } first && totalMs > first && tokens > 1 ? Math.Round(tokens * 1000d / (totalMs - first), 1) : null;
}
