using System.Globalization;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>What went wrong with a provider, in words for the person who waits.</summary>
/// <param name="MayRetry">True when asking again soon may help.</param>
/// <param name="Health">What it says about the provider.</param>
/// <param name="Detail">For the log only: providers repeat keys and prompts in their errors.</param>
sealed record Trouble(string Code, string Message, bool MayRetry, Outcome Health, TimeSpan? RetryAfter = null, string Detail = "")
{
    public AgentFailed ToFailure() => new(Code, Message, RetryAfter);

    public static Trouble Unreachable(string provider, string detail) => new("provider_down",
        $"{provider} cannot be reached. Try again in a moment, or choose another agent.", true, Outcome.Unreachable, Detail: detail);

    public static Trouble Failing(string provider, int status, string detail) => new("provider_down",
        $"{provider} has trouble of its own ({status}). Try again in a moment, or choose another agent.", true, Outcome.Unreachable, Detail: detail);

    public static Trouble NotUnderstood(string provider, int status, string detail) => new("provider_down",
        $"{provider} did not accept the request ({status}). Choose another agent, and ask an administrator to look at the log.", false, Outcome.Reached, Detail: detail);

    public static Trouble NotAnAnswer(string provider, string detail) => new("provider_down",
        $"{provider} sent something else than an answer. Choose another agent, and ask an administrator to check the provider's address.", false, Outcome.Unreachable, Detail: detail);

    public static Trouble NotSecure(string provider, string detail) => new("provider_down",
        $"{provider} cannot be reached securely. Choose another agent, and ask an administrator to check its certificate.", false, Outcome.Unreachable, Detail: detail);

    public static Trouble BadKey(string provider, string detail) => new("bad_key",
        $"{provider} refuses the key. Choose another agent, and ask an administrator to check the key.", false, Outcome.Refused, Detail: detail);

    public static Trouble NoModel(string provider, string model, string detail) => new("model_not_found",
        $"{provider} has no model {model}. Choose another agent.", false, Outcome.Reached, Detail: detail);

    public static Trouble TooLong(string model, string detail) => new("context_too_long",
        $"The conversation is too long for {model}. Start a new session, or choose an agent that reads more.", false, Outcome.Reached, Detail: detail);

    public static Trouble Filtered(string provider, string detail) => new("content_filter",
        $"{provider} held this back by its content rules. Say it in other words and try again.", false, Outcome.Reached, Detail: detail);

    public static Trouble WantsTool(string model) => new("provider_down",
        $"{model} asked for a tool instead of answering, and there are none here. Say it in other words and try again, or choose another agent.", false, Outcome.Reached);

    public static Trouble TooManyTokens(int limit) => new("budget_exceeded",
        $"The answer reached the limit of {limit.ToString("N0", CultureInfo.InvariantCulture)} tokens that is set here. The text so far is kept; ask for a shorter answer.", false, Outcome.Reached);

    public static Trouble TooMuchTime(TimeSpan limit) => new("budget_exceeded",
        $"The answer took longer than the {InWords(limit)} that are allowed here. The text so far is kept; ask for a shorter answer.", false, Outcome.Reached);

    /// <summary>Nothing is wrong with it: the person decides whether to go on.</summary>
    public static readonly AgentCutShort LengthReached = new("length", "The answer reached the model's length limit. Continue to let it go on.");

    public static Trouble Slow(string provider, bool begun, string detail) => new("timeout",
        begun ? $"{provider} stopped sending in the middle of the answer. The text so far is kept; try again." : $"{provider} took too long to begin. Try again, or choose another agent.",
        false, Outcome.Trouble, Detail: detail);

    public static Trouble Busy(string provider, TimeSpan? wait, string detail) => new("rate_limited",
        wait is { TotalSeconds: >= 1 } w ? $"{provider} takes no more requests for now. Try again in {InWords(w)}." : $"{provider} takes no more requests for now. Try again in a minute.",
        true, Outcome.Trouble, wait, detail);

    public static Trouble NoCredit(string provider, string detail) => new("rate_limited",
        $"The account at {provider} is used up. Choose another agent, and ask an administrator to check its billing.", false, Outcome.Trouble, Detail: detail);

    static string InWords(TimeSpan wait) => wait switch
    {
        { TotalSeconds: <= 1 } => "a second",
        { TotalSeconds: < 90 } => $"{Math.Ceiling(wait.TotalSeconds):0} seconds",
        { TotalMinutes: < 90 } => $"{Math.Ceiling(wait.TotalMinutes):0} minutes",
        _ => $"{Math.Ceiling(wait.TotalHours):0} hours",
    };
}
