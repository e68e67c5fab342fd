using ChatMonolith.Modules.Kernel.Events;

namespace ChatMonolith.Modules.Chat.Contracts;

/// <summary>A person wrote a message.</summary>
/// <param name="Preview">The beginning of the text, at most 120 characters, one line.</param>
/// <param name="IsComment">True for what is said to people only.</param>
[EventName("chat.message-posted.v1")]
public sealed record MessagePosted(Guid SessionId, Guid MessageId, Guid AuthorId, string Preview, DateTimeOffset At, bool IsComment = false) : IIntegrationEvent;

/// <summary>The texts of deleted messages are wiped for good. Whoever keeps something of them wipes that too.</summary>
/// <param name="MessageIds">At least one, at most 200; all of one session.</param>
[EventName("chat.messages-wiped.v1")]
public sealed record MessagesWiped(Guid SessionId, IReadOnlyList<Guid> MessageIds) : IIntegrationEvent;

/// <summary>Of a deleted session something is left to erase. Nobody can see it any more.</summary>
[EventName("chat.remains-left.v1")]
public sealed record RemainsLeft(Guid SessionId) : IIntegrationEvent;

/// <summary>An answer reached its end, whichever it was. One per run; of a run that was presumed dead and then ended after all two, see <paramref name="Corrects"/>.</summary>
/// <param name="UserId">The person who asked.</param>
/// <param name="Status">done, stopped, interrupted or failed.</param>
/// <param name="ErrorCode">Why it failed, such as <c>rate_limited</c>.</param>
/// <param name="InputTokens">Tokens sent to the model, the cached ones included.</param>
/// <param name="OutputTokens">Tokens the model wrote, reasoning included.</param>
/// <param name="Cost">In <paramref name="Currency"/>, at the price of the moment the run started.</param>
/// <param name="Estimated">True when the provider reported no usage and the counts were estimated.</param>
/// <param name="FirstTokenMs">From the start of the run to the first text; null when none came.</param>
/// <param name="TotalMs">From the start of the run to its end.</param>
/// <param name="Corrects">True when another one may have told of this run before: this one is right, in whichever order they come.</param>
[EventName("chat.run-completed.v1")]
public sealed record RunCompleted(
    Guid RunId, Guid SessionId, Guid MessageId, Guid UserId, string UserName, string AgentId, string AgentName, string Model,
    string Status, string? ErrorCode, int InputTokens, int OutputTokens, int CachedTokens, int ReasoningTokens,
    decimal Cost, string Currency, bool Estimated, int? FirstTokenMs, int TotalMs, DateTimeOffset StartedAt, DateTimeOffset EndedAt,
    bool Corrects = false) : IIntegrationEvent;
