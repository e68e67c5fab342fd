using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Reactions;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Sharing;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Chat.Threads;
using ChatMonolith.Modules.Kernel;

namespace ChatMonolith.Modules.Chat.Messages;

enum AuthorKind { User, Agent }

enum MessageStatus { Queued, Running, Done, Stopped, Interrupted, Failed }

/// <summary>One thing somebody said. Ordered by <see cref="Ordinal"/> within its session; <see cref="Revision"/> grows with every durable change.</summary>
sealed class Message
{
    public const int MaxContent = 32 * 1024;

    public Guid Id { get; private set; }
    public Guid SessionId { get; private set; }

    /// <summary>The message this one follows; versions of a message follow the same one.</summary>
    public Guid? ParentId { get; private set; }

    /// <summary>The version of the session that it was written in.</summary>
    public int Branch { get; private set; }

    /// <summary>The message whose thread it is in; null in the main conversation.</summary>
    public Guid? ThreadId { get; private set; }

    /// <summary>The thread under it, once somebody has begun one.</summary>
    public SideThread? Thread { get; private set; }

    /// <summary>The message whose thread its answer summarises.</summary>
    public Guid? SummaryOf { get; private set; }
    public long Ordinal { get; private set; }
    public long Revision { get; private set; }
    public AuthorKind AuthorKind { get; private set; }
    public string AuthorId { get; private set; } = "";
    public string AuthorName { get; private set; } = "";
    public string? ClientMessageId { get; private set; }

    /// <summary>Said to people only: no agent reads it, no message follows it, and it has no versions.</summary>
    public bool IsComment { get; private set; }

    /// <summary>Whom the text names, as it is typed there: what marks them when it is rendered again.</summary>
    public string[]? MentionedNames { get; private set; }
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

    /// <summary>What the model said to itself; never part of <see cref="Content"/>.</summary>
    public string? Reasoning { get; private set; }
    /// <summary>What the rows of reactions add up to, so that whoever shows the message needs no other query.</summary>
    public List<EmojiTally> Reactions { get; private set; } = [];
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
    public DateTimeOffset? DeletedAt { get; private set; }
    public Guid? DeletedById { get; private set; }
    public string? DeletedBy { get; private set; }

    /// <summary>What was deleted together, and comes back together.</summary>
    public Guid? DeletionId { get; private set; }

    /// <summary>On the first message of a deletion: how many it took. On the others 0.</summary>
    public int DeletedTogether { get; private set; }

    /// <summary>Its deletion took so many that pages load again, and windows show only the first one's place.</summary>
    public bool DeletedAmongMany { get; private set; }

    /// <summary>When the text was wiped: from then on only the place is left.</summary>
    public DateTimeOffset? PurgedAt { get; private set; }

    public bool IsOver => Status is not (MessageStatus.Queued or MessageStatus.Running);

    /// <summary>Threads have no threads. One that people talk in goes on without the message that it hangs on.</summary>
    public bool TakesReplies => ThreadId is null && (DeletedAt is null || Thread is { Count: > 0 });

    public void BeginThread(int branch) => Thread ??= SideThread.Begin(branch);

    public void ThreadHolds(long revision, ThreadSize size)
    {
        Revision = revision;
        Thread!.Holds(size);
    }

    /// <summary>There are more or fewer versions of it than before.</summary>
    public void Renumber(long revision) => Revision = revision;

    /// <summary>What a copy in memory does not know yet.</summary>
    public void TakeThreadOf(Message stored) => (Revision, Thread) = (Math.Max(Revision, stored.Revision), stored.Thread);

    /// <summary>Says it in other words; the words before are kept as a <see cref="Wording"/>.</summary>
    public Wording Edit(long revision, Written words, DateTimeOffset now)
    {
        var before = Wording.Of(this);
        (Revision, EditedAt, Content, MentionedNames) = (revision, now, words.Content, words.Names);
        (Html, HtmlVersion) = (words.Html, SafeMarkdown.Version);
        return before;
    }

    public void ShowReactions(List<EmojiTally> reactions, long? revision = null) => (Reactions, Revision) = (reactions, revision ?? Revision);

    public void Delete(long revision, Deleting deletion, bool isFirst)
    {
        (Revision, DeletionId, DeletedById, DeletedBy, DeletedAt) = (revision, deletion.Id, deletion.ById, deletion.By, deletion.At);
        (DeletedTogether, DeletedAmongMany) = (isFirst ? deletion.Count : 0, deletion.Count > ChatFeed.MostTogether);
    }

    public void Undelete(long revision)
    {
        (Revision, DeletionId, DeletedById, DeletedBy, DeletedAt) = (revision, null, null, null, null);
        (DeletedTogether, DeletedAmongMany) = (0, false);
    }

    /// <summary>Wipes what it said. What it used stays: it is part of sums that were shown.</summary>
    public void Purge(long revision, DateTimeOffset now)
    {
        (Revision, PurgedAt, Content, Html, Reasoning, Citations, Reactions) = (revision, now, "", null, null, [], []);
        (ErrorCode, ErrorMessage, RetryAt, StoppedBy, MentionedNames) = (null, null, null, null, null);
    }

    public static Message FromPerson(Guid sessionId, NextPlace place, long ordinal, CurrentUser by, NewQuestion question, Written words, DateTimeOffset now) => new()
    {
        Id = words.MessageId, SessionId = sessionId, ParentId = place.ParentId, Branch = place.Branch, ThreadId = place.Root?.Id, SummaryOf = question.SummaryOf, Ordinal = ordinal, Revision = ordinal,
        AuthorKind = AuthorKind.User, AuthorId = by.Id.ToString(), AuthorName = by.Name, ClientMessageId = question.ClientMessageId,
        IsComment = question.IsComment, MentionedNames = words.Names,
        Content = words.Content, Html = words.Html, HtmlVersion = SafeMarkdown.Version, Status = MessageStatus.Done, CreatedAt = now,
    };

    public static Message Reply(Guid id, Guid sessionId, Guid parentId, int branch, long ordinal, string agentId, string agentName, DateTimeOffset now, Guid? threadId = null) => new()
    {
        Id = id, SessionId = sessionId, ParentId = parentId, Branch = branch, ThreadId = threadId, Ordinal = ordinal, Revision = ordinal,
        AuthorKind = AuthorKind.Agent, AuthorId = agentId, AuthorName = agentName, Status = MessageStatus.Queued, CreatedAt = now,
    };

    /// <summary>A message of another session, in a copy of that: what it said, and nothing of what it cost.</summary>
    public static Message Copy(Guid sessionId, Guid? parentId, long ordinal, SharedText said, string authorId, DateTimeOffset now)
    {
        var (id, agent) = (Guid.CreateVersion7(now), said.Author.Kind == "agent");
        return new()
        {
            Id = id, SessionId = sessionId, ParentId = parentId, Ordinal = ordinal, Revision = ordinal, AuthorKind = agent ? AuthorKind.Agent : AuthorKind.User,
            AuthorId = authorId, AuthorName = said.Author.Name, Content = said.Content, Citations = [.. said.Citations],
            Html = SafeMarkdown.ToHtml(said.Content, Fragments.PrefixOf(id), agent ? CitationView.Sources(said.Citations) : null), HtmlVersion = SafeMarkdown.Version,
            Status = agent && said.Status != "done" ? MessageStatus.Stopped : MessageStatus.Done, CreatedAt = said.CreatedAt,
        };
    }

    /// <summary>The agent's turn has come.</summary>
    public void Begin(long revision) => (Revision, Status) = (revision, MessageStatus.Running);

    /// <summary>The answer goes on where it ended too early; what it used so far stays counted.</summary>
    public void Reopen(long revision, bool makeRoomForSources)
    {
        if (makeRoomForSources && CitationNumbers.StepFor([.. Citations.Select(c => c.Number)]) is > 0 and var by)
            (Content, Citations) = (CitationNumbers.Move(Content, CitationView.Sources(Citations), by), [.. Citations.Select(c => c with { Number = c.Number + by })]);
        (Revision, Status) = (revision, MessageStatus.Queued);
        (ErrorCode, ErrorMessage, RetryAt, StoppedBy) = (null, null, null, null);
    }

    /// <summary>What was stored of the answer while it was written comes behind what it says.</summary>
    public void Grow(string text, string reasoning, List<CitedSource>? citations)
    {
        (Content, Html, Citations) = (Content + text, null, citations ?? Citations);
        if (reasoning.Length > 0) Reasoning += reasoning;
    }

    /// <summary>The end of the answer, whichever it was. What had come stays.</summary>
    /// <param name="presumed">What was counted when the run was presumed dead, to be taken back.</param>
    public void End(long revision, Outcome outcome, PresumedEnd? presumed = null)
    {
        (Revision, Status, Content, Html, HtmlVersion) = (revision, outcome.Status, outcome.Content, outcome.Html, SafeMarkdown.Version);
        (ErrorCode, ErrorMessage, RetryAt, StoppedBy) = (outcome.ErrorCode, outcome.ErrorMessage, outcome.RetryAt, outcome.StoppedBy);
        (Citations, Reasoning) = ([.. outcome.Citations], outcome.Reasoning);
        Count(outcome, presumed);
    }

    /// <summary>What a run used. Added up: an answer that was continued used what all its runs used.</summary>
    public void Count(Outcome outcome, PresumedEnd? presumed)
    {
        (CachedTokens, ReasoningTokens) = (CachedTokens + outcome.CachedTokens, ReasoningTokens + outcome.ReasoningTokens);
        InputTokens += outcome.InputTokens - (presumed?.InputTokens ?? 0);
        OutputTokens += outcome.OutputTokens - (presumed?.OutputTokens ?? 0);
        (Cost, Currency) = (Cost + outcome.Cost - (presumed?.Cost ?? 0), outcome.Currency ?? Currency);
        Estimated = (presumed?.WasEstimated ?? Estimated) || outcome.Estimated;
        (FirstTokenMs, TotalMs) = (FirstTokenMs ?? outcome.FirstTokenMs, (TotalMs ?? 0) + outcome.TotalMs - (presumed?.TotalMs ?? 0));
    }
}

/// <summary>Messages that one person deletes together.</summary>
sealed record Deleting(Guid Id, Guid ById, string By, int Count, DateTimeOffset At);

/// <summary>A source that the text refers to as <c>[[Number]]</c>, the number its provider gave it. Stored in the order of first use.</summary>
sealed record CitedSource(int Number, string Title, string? Url, string Quote)
{
    /// <summary>Some providers quote whole pages. The list is sent again while an answer grows, and stored with it.</summary>
    public const int MaxQuote = 600;
}

/// <summary>How an answer ended, what it said and what it used.</summary>
sealed record Outcome(MessageStatus Status, string Content, string Html)
{
    public string? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTimeOffset? RetryAt { get; init; }
    public string? StoppedBy { get; init; }
    public IReadOnlyList<CitedSource> Citations { get; init; } = [];
    public string? Reasoning { get; init; }
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
