using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Guide;
using ChatMonolith.Modules.Agents.Providers;

namespace ChatMonolith.Modules.Agents.Answers;

sealed class AgentRuntime(AgentCatalogue catalogue, ProviderList providers, ModelAnswers models, GuideAnswers guide, TimeProvider clock) : IAgentRuntime
{
    public IAsyncEnumerable<AgentUpdate> AnswerAsync(AgentTurn turn, CancellationToken cancellationToken) => catalogue.Get(turn.AgentId) switch
    {
        { IsGuide: true } => guide.AnswerAsync(turn, cancellationToken),
        { } agent when providers.Find(agent.Provider) is { } provider => models.AnswerAsync(agent, provider, turn, cancellationToken),
        _ => Gone(),
    };

    public AgentUsage EstimateUsage(AgentTurn turn, string written) => catalogue.Get(turn.AgentId) switch
    {
        { IsGuide: true } guide => AnswerCost.None(guide),
        { } agent => AnswerCost.Estimate(agent, Prompt.Write(agent, turn, clock.GetUtcNow()), written),
        _ => new(0, TokenCount.Of(written), 0, 0, 0, null, Estimated: true),
    };

    static async IAsyncEnumerable<AgentUpdate> Gone()
    {
        await Task.CompletedTask;
        yield return new AgentFailed("model_not_found", "This agent is not there any more, or is switched off. Choose another agent and try again.");
    }
}
