using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>What an answer used and costs, at the price that it began with.</summary>
static class AnswerCost
{
    public static AgentUsage Of(Agent agent, UsageDetails reported) => Of(agent,
        Count(reported.InputTokenCount), Count(reported.OutputTokenCount), Count(reported.CachedInputTokenCount), Count(reported.ReasoningTokenCount), estimated: false);

    /// <summary>About four characters are a token.</summary>
    public static AgentUsage Estimate(Agent agent, IEnumerable<ChatMessage> prompt, int characters) =>
        Of(agent, prompt.Sum(m => Tokens(m.Text.Length) + 4), Tokens(characters), 0, 0, estimated: true);

    public static AgentUsage None(Agent agent) => Of(agent, 0, 0, 0, 0, estimated: false);

    public static int Tokens(int characters) => (characters + 3) / 4;

    static AgentUsage Of(Agent agent, int input, int output, int cached, int reasoning, bool estimated) => new(
        input, output, cached, reasoning, (input * agent.InputPrice + output * agent.OutputPrice) / 1_000_000m,
        // Zero because nobody said what it costs is not the same as free.
        agent.HasPrice ? agent.Currency : null, estimated);

    static int Count(long? reported) => (int)Math.Clamp(reported ?? 0, 0, int.MaxValue);
}
