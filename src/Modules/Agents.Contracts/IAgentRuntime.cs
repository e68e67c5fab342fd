namespace ChatMonolith.Modules.Agents.Contracts;

/// <summary>Asks agents. A service and not a request, because an answer is a stream.</summary>
public interface IAgentRuntime
{
    /// <summary>
    /// The answer as it comes. Trouble is an <see cref="AgentFailed"/> at the end, never an exception; cancelling aborts the provider's
    /// request and ends the stream, without an exception, after the usage so far. Exactly one <see cref="AgentUsage"/> comes when the provider was reached, also after a failure. A stream that ends without
    /// <see cref="AgentFinished"/>, <see cref="AgentFailed"/> or <see cref="AgentCutShort"/> was cut off, or was cancelled: the caller's own token says which.
    /// </summary>
    IAsyncEnumerable<AgentUpdate> AnswerAsync(AgentTurn turn, CancellationToken cancellationToken);

    /// <summary>About what an answer used whose provider cannot be asked any more. Not for a path where somebody waits.</summary>
    /// <param name="turn">What was asked.</param>
    /// <param name="written">All that came of the answer to it, reasoning included.</param>
    AgentUsage EstimateUsage(AgentTurn turn, string written);
}

/// <summary>The question with what was said before, oldest first; the last message is the one to answer.</summary>
/// <param name="Begun">What the answer says already: the agent goes on right behind it, and sends only what is new. Null for a fresh answer.</param>
public sealed record AgentTurn(string AgentId, IReadOnlyList<TurnMessage> Messages, string? Begun = null);

/// <param name="FromAgent">True for what an agent said.</param>
/// <param name="Author">The person's or agent's name.</param>
public sealed record TurnMessage(bool FromAgent, string Author, string Text);

/// <summary>A part of an answer.</summary>
public abstract record AgentUpdate;

/// <summary>More text.</summary>
public sealed record AgentText(string Text) : AgentUpdate;

/// <summary>What the agent does instead of writing, until more text comes.</summary>
/// <param name="What">Follows "is", such as "searching the documents"; at most 80 characters are shown.</param>
public sealed record AgentActivity(string What) : AgentUpdate;

/// <summary>What a model says to itself before and while it answers: kept apart from the text, shown on request, never sent back to a model.</summary>
public sealed record AgentReasoning(string Text) : AgentUpdate;

/// <summary>A source that the text refers to as <c>[[Number]]</c>.</summary>
/// <param name="Number">Counted from 1 within what the agent writes now; see <see cref="AgentSummary.TellsSourcesAgain"/>.</param>
/// <param name="Url">Where the whole source is, relative or absolute; null when it has no address.</param>
/// <param name="Quote">The passage itself.</param>
public sealed record AgentCitation(int Number, string Title, string? Url, string Quote) : AgentUpdate;

/// <summary>What the answer used and cost, at the agent's price when the answer began.</summary>
/// <param name="Currency">Null when nobody has said what the agent costs; the cost is then 0.</param>
public sealed record AgentUsage(
    int InputTokens, int OutputTokens, int CachedTokens, int ReasoningTokens, decimal Cost, string? Currency, bool Estimated) : AgentUpdate;

/// <summary>The provider said that the answer is whole.</summary>
public sealed record AgentFinished : AgentUpdate;

/// <summary>The provider ended the answer before it was whole, and going on makes sense: interrupted, not failed.</summary>
/// <param name="Code">length: the answer reached the model's limit.</param>
/// <param name="Message">A plain sentence that says what to do.</param>
public sealed record AgentCutShort(string Code, string Message) : AgentUpdate;

/// <summary>The answer ended in trouble; what came before stays.</summary>
/// <param name="Code">rate_limited, provider_down, bad_key, model_not_found, context_too_long, content_filter, timeout or budget_exceeded.</param>
/// <param name="Message">A plain sentence that says what to do.</param>
public sealed record AgentFailed(string Code, string Message, TimeSpan? RetryAfter = null) : AgentUpdate;
