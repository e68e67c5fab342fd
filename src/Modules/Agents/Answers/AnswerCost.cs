using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>What an answer used and costs, at the price that it began with.</summary>
static class AnswerCost
{
    // Each message has a role and an end besides its text.
    const int AroundMessage = 4;

    public static AgentUsage Of(Agent agent, UsageDetails reported) => Of(agent,
        Count(reported.InputTokenCount), Count(reported.OutputTokenCount), Count(reported.CachedInputTokenCount), Count(reported.ReasoningTokenCount), estimated: false);

    public static AgentUsage Estimate(Agent agent, IReadOnlyCollection<ChatMessage> prompt, string written) =>
        Of(agent, TokenCount.Of(string.Concat(prompt.Select(m => m.Text))) + AroundMessage * prompt.Count, TokenCount.Of(written), 0, 0, estimated: true);

    public static AgentUsage None(Agent agent) => Of(agent, 0, 0, 0, 0, estimated: false);

    static AgentUsage Of(Agent agent, int input, int output, int cached, int reasoning, bool estimated) => new(
        input, output, cached, reasoning, (input * agent.InputPrice + output * agent.OutputPrice) / 1_000_000m,
        // Zero because nobody said what it costs is not the same as free.
        agent.HasPrice ? agent.Currency : null, estimated);

    static int Count(long? reported) => (int)Math.Clamp(reported ?? 0, 0, int.MaxValue);
}
