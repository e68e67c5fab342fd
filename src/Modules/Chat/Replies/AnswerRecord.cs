using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Messages;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>Gathers how an answer went, and says at the end which of the four ends it had.</summary>
sealed class AnswerRecord(TimeProvider clock, DateTimeOffset startedAt)
{
    int? _firstTokenMs;
    bool _finished;
    AgentFailed? _failure;
    AgentCutShort? _cut;
    AgentUsage? _usage;

    public void FirstToken() => _firstTokenMs ??= Elapsed();

    public void Take(AgentUpdate update)
    {
        switch (update)
        {
            case AgentUsage usage: _usage = usage; break;
            case AgentFinished: _finished = true; break;
            case AgentFailed failed: _failure = failed; break;
            case AgentCutShort cut: _cut = cut; break;
        }
    }

    public Outcome ToOutcome(LiveRun live)
    {
        var (text, html, citations, reasoning) = live.Finish();
        // A person who pressed Stop reads that it stopped, also when the provider complained about it.
        var (status, code, message) = live.StoppedBy is not null ? (MessageStatus.Stopped, null, null)
            : _failure is not null ? (MessageStatus.Failed, _failure.Code, _failure.Message)
            : live.Interrupted ? (MessageStatus.Interrupted, "restarted", Interruption.Restarted)
            : _finished ? (MessageStatus.Done, (string?)null, (string?)null)
            : (MessageStatus.Interrupted, _cut?.Code ?? "cut_off", _cut?.Message ?? Interruption.CutOff);
        return new(status, text, html)
        {
            ErrorCode = code, ErrorMessage = message, StoppedBy = live.StoppedBy, Citations = citations, Reasoning = reasoning,
            RetryAt = _failure?.RetryAfter is { } wait ? clock.GetUtcNow() + wait : null,
            InputTokens = _usage?.InputTokens ?? 0, OutputTokens = _usage?.OutputTokens ?? 0,
            CachedTokens = _usage?.CachedTokens ?? 0, ReasoningTokens = _usage?.ReasoningTokens ?? 0,
            Cost = _usage?.Cost ?? 0, Currency = _usage?.Currency, Estimated = _usage?.Estimated ?? true,
            FirstTokenMs = _firstTokenMs, TotalMs = Elapsed(),
        };
    }

    int Elapsed() => (int)(clock.GetUtcNow() - startedAt).TotalMilliseconds;
}

/// <summary>Why an answer is incomplete, in words.</summary>
static class Interruption
{
    public const string Restarted = "The server restarted while this answer was written. The text so far is kept.";
    public const string CutOff = "The provider ended the answer in the middle. The text so far is kept.";
}
