using System.Globalization;
using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Reactions;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Threads;

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
    public required IReadOnlyList<ReactionView> Reactions { get; init; }
    public UsageView? Usage { get; init; }
    public TimingView? Timing { get; init; }

    /// <summary>What the model said to itself, as plain text.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The other versions of this message; null when there are none.</summary>
    public Siblings? Siblings { get; init; }

    /// <summary>The version of the session that the message was written in.</summary>
    public required int Branch { get; init; }

    /// <summary>True for what is said to people only.</summary>
    public bool Comment { get; init; }

    /// <summary>The message whose thread it is in; null in the main conversation.</summary>
    public Guid? ThreadId { get; init; }

    /// <summary>The thread under it; null when there is nothing in it.</summary>
    public ThreadView? Thread { get; init; }

    /// <summary>When it was deleted; for a few seconds it can be brought back.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The run that writes the message now.</summary>
    public Guid? RunId { get; init; }

    /// <summary>For whom it is written now.</summary>
    public string? AskedBy { get; init; }

    [JsonIgnore] public string Tail { get; init; } = "";
    [JsonIgnore] public string? StoppedBy { get; init; }
    [JsonIgnore] public string? DeletedBy { get; init; }
    [JsonIgnore] public Guid? DeletedById { get; init; }
    [JsonIgnore] public Guid? DeletionId { get; init; }

    /// <summary>For how many deleted messages its place stands; 0 when another one's place stands for it.</summary>
    [JsonIgnore] public int DeletedTogether { get; init; }

    /// <summary>Its text is gone for good.</summary>
    [JsonIgnore] public bool IsWiped { get; init; }

    /// <summary>So is its place, which leads to its thread while there is something in it.</summary>
    [JsonIgnore] public bool IsPurged { get; init; }

    /// <summary>Readers by a link see neither comments nor threads.</summary>
    [JsonIgnore] public bool IsForReaders => !Comment && ThreadId is null;
    [JsonIgnore] public long Ordinal { get; init; }

    /// <summary>
    /// What a press of Regenerate, Retry or Continue is called, so that the same press sent twice counts once. Made of what the press is about, because
    /// the template is the same for everybody: a press after that has changed is another one.
    /// </summary>
    [JsonIgnore] public string AgainAs => $"again-{Ordinal}-{Siblings?.Count ?? 1}";
    [JsonIgnore] public string GoesOnAs => $"on-{Revision}";
    /// <summary>The page that it is on.</summary>
    [JsonIgnore] public string Page => ChatAddress.Of(SessionId, ThreadId);
    [JsonIgnore] public SafeHtml Blocks => new(Html);
    [JsonIgnore] public SafeHtml OpenTail => new(Tail);
    [JsonIgnore] public bool IsAgent => Author.Kind == "agent";
    [JsonIgnore] public bool IsRunning => Status is "queued" or "running";

    public static MessageView Of(Message m, LiveSnapshot? live = null, Siblings? siblings = null)
    {
        if (m.DeletedAt is not null) return Deleted(m);
        var sources = CitationView.Sources(m.Citations);
        var (html, citations) = live is null ? (Rendered(m, sources), sources.InOrder(m.Citations, c => c.Number)) : (live.FinishedHtml, live.Citations);
        return Of(m, live, html, CitationView.ListOf(citations, Fragments.PrefixOf(m.Id), html + live?.TailHtml)) with { Siblings = siblings };
    }

    static MessageView Of(Message m, LiveSnapshot? live, string html, IReadOnlyList<CitationView> citations) => new()
    {
        Id = m.Id, SessionId = m.SessionId, ParentId = m.ParentId, Branch = m.Branch, ThreadId = m.ThreadId, Thread = ThreadOf(m), Ordinal = m.Ordinal, Revision = m.Revision,
        Author = new(m.AuthorKind is AuthorKind.User ? "user" : "agent", m.AuthorId, m.AuthorName),
        Content = live?.Text ?? m.Content,
        Html = html,
        Tail = live?.TailHtml ?? "",
        Status = m.Status.ToString().ToLowerInvariant(),
        Error = m.ErrorCode is null ? null : new(m.ErrorCode, m.ErrorMessage ?? "", m.RetryAt),
        CreatedAt = m.CreatedAt, EditedAt = m.EditedAt, StoppedBy = m.StoppedBy, RunId = live?.RunId, AskedBy = live?.AskedBy, Comment = m.IsComment,
        Citations = citations, Reactions = ReactionView.ListOf(m.Reactions), Reasoning = live?.Reasoning ?? m.Reasoning,
        Usage = m.AuthorKind is AuthorKind.User || !m.IsOver ? null
            : new(m.InputTokens, m.OutputTokens, m.CachedTokens, m.ReasoningTokens, m.Cost, m.Currency, m.Estimated),
        Timing = m.TotalMs is not { } total || !m.IsOver ? null : new(m.FirstTokenMs, total, TimingView.Speed(m.OutputTokens, m.FirstTokenMs, total)),
    };

    // Nothing of what was deleted leaves the server, also while it can still be brought back.
    static MessageView Deleted(Message m) => new()
    {
        Id = m.Id, SessionId = m.SessionId, ParentId = m.ParentId, Branch = m.Branch, ThreadId = m.ThreadId, Thread = ThreadOf(m), Ordinal = m.Ordinal, Revision = m.Revision,
        Author = new(m.AuthorKind is AuthorKind.User ? "user" : "agent", m.AuthorId, m.AuthorName),
        Content = "", Html = "", Status = m.Status.ToString().ToLowerInvariant(), CreatedAt = m.CreatedAt, Citations = [], Reactions = [], Comment = m.IsComment,
        DeletedAt = m.DeletedAt, DeletedBy = m.DeletedBy, DeletedById = m.DeletedById, DeletedTogether = m.DeletedTogether,
        DeletionId = m.PurgedAt is null ? m.DeletionId : null, IsWiped = m.PurgedAt is not null, IsPurged = m.PurgedAt is not null && m.Thread is not { Left: > 0 },
    };

    static ThreadView? ThreadOf(Message m) => m.Thread is { Count: > 0 } thread ? new(thread.Count, thread.LastAt) : null;

    static string Rendered(Message m, AnswerSources sources) => m.Html is { } html && m.HtmlVersion == SafeMarkdown.Version ? html
        : m.AuthorKind is AuthorKind.User ? SafeMarkdown.ToHtml(m.Content, Fragments.PrefixOf(m.Id), new KnownNames(m.MentionedNames ?? []))
        : SafeMarkdown.ToHtml(m.Content, Fragments.PrefixOf(m.Id), sources);
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
