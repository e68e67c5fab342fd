using ChatMonolith.Modules.Chat.Markdown;

namespace ChatMonolith.Modules.Chat.Messages;

enum AuthorKind { User, Agent }

enum MessageStatus { Queued, Running, Done, Stopped, Interrupted, Failed }

/// <summary>One thing somebody said. Ordered by <see cref="Ordinal"/> within its session; <see cref="Revision"/> grows with every durable change.</summary>
sealed class Message
{
    public const int MaxContent = 32 * 1024;

    public Guid Id { get; private set; }
    public Guid SessionId { get; private set; }
    public Guid? ParentId { get; private set; }
    public long Ordinal { get; private set; }
    public long Revision { get; private set; }
    public AuthorKind AuthorKind { get; private set; }
    public string AuthorId { get; private set; } = "";
    public string AuthorName { get; private set; } = "";
    public string? ClientMessageId { get; private set; }
    public string Content { get; private set; } = "";
    public string? Html { get; private set; }

    /// <summary>Which Markdown pipeline made <see cref="Html"/>; a newer one renders again.</summary>
    public int HtmlVersion { get; private set; }
    public MessageStatus Status { get; private set; }
    public string? ErrorCode { get; private set; }
    public string? ErrorMessage { get; private set; }
    public DateTimeOffset? RetryAt { get; private set; }
    public string? StoppedBy { get; private set; }
    public List<CitedSource> Citations { get; private set; } = [];
    public int InputTokens { get; private set; }
    public int OutputTokens { get; private set; }
    public int CachedTokens { get; private set; }
    public int ReasoningTokens { get; private set; }
    public decimal Cost { get; private set; }
    public string? Currency { get; private set; }
    public bool Estimated { get; private set; }
    public int? FirstTokenMs { get; private set; }
    public int? TotalMs { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? EditedAt { get; private set; }

    public bool IsOver => Status is not (MessageStatus.Queued or MessageStatus.Running);

    public static Message FromPerson(Guid sessionId, Guid? parentId, long ordinal, Guid userId, string name, string? clientMessageId, string content, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new()
        {
            Id = id, SessionId = sessionId, ParentId = parentId, Ordinal = ordinal, Revision = ordinal,
            AuthorKind = AuthorKind.User, AuthorId = userId.ToString(), AuthorName = name, ClientMessageId = clientMessageId,
            Content = content, Html = SafeMarkdown.ToHtml(content, Fragments.PrefixOf(id)), HtmlVersion = SafeMarkdown.Version, Status = MessageStatus.Done, CreatedAt = now,
        };
    }

    public static Message Reply(Guid sessionId, Guid parentId, long ordinal, string agentId, string agentName, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), SessionId = sessionId, ParentId = parentId, Ordinal = ordinal, Revision = ordinal,
        AuthorKind = AuthorKind.Agent, AuthorId = agentId, AuthorName = agentName, Status = MessageStatus.Running, CreatedAt = now,
    };

    /// <summary>The end of the answer, whichever it was. What had come stays.</summary>
    public void End(long revision, Outcome outcome)
    {
        (Revision, Status, Content, Html, HtmlVersion) = (revision, outcome.Status, outcome.Content, outcome.Html, SafeMarkdown.Version);
        (ErrorCode, ErrorMessage, RetryAt, StoppedBy) = (outcome.ErrorCode, outcome.ErrorMessage, outcome.RetryAt, outcome.StoppedBy);
        (InputTokens, OutputTokens, CachedTokens, ReasoningTokens) = (outcome.InputTokens, outcome.OutputTokens, outcome.CachedTokens, outcome.ReasoningTokens);
        (Cost, Currency, Estimated, FirstTokenMs, TotalMs) = (outcome.Cost, outcome.Currency, outcome.Estimated, outcome.FirstTokenMs, outcome.TotalMs);
        Citations = [.. outcome.Citations];
    }
}

/// <summary>A source that the text refers to as <c>[[Number]]</c>, the number its provider gave it. Stored in the order of first use.</summary>
sealed record CitedSource(int Number, string Title, string? Url, string Quote);

/// <summary>How an answer ended, what it said and what it used.</summary>
sealed record Outcome(MessageStatus Status, string Content, string Html)
{
    public string? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTimeOffset? RetryAt { get; init; }
    public string? StoppedBy { get; init; }
    public IReadOnlyList<CitedSource> Citations { get; init; } = [];
    public int InputTokens { get; init; }
    public int OutputTokens { get; init; }
    public int CachedTokens { get; init; }
    public int ReasoningTokens { get; init; }
    public decimal Cost { get; init; }
    public string? Currency { get; init; }
    public bool Estimated { get; init; }
    public int? FirstTokenMs { get; init; }
    public int TotalMs { get; init; }
}
