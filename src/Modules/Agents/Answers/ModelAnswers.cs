using System.Runtime.CompilerServices;
using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>Answers by a provider's model.</summary>
sealed class ModelAnswers(ProviderConnections connections, ProviderHealth health, AnswerLimits limits, TimeProvider time, ILogger<ModelAnswers> logger)
{
    public async IAsyncEnumerable<AgentUpdate> AnswerAsync(Agent agent, Provider provider, AgentTurn turn, [EnumeratorCancellation] CancellationToken stop)
    {
        var prompt = Prompt.Write(agent, turn, time.GetUtcNow());
        await using var call = new ModelCall(connections.ClientOf(provider, agent.Model), provider, agent.Model, prompt, turn.Begun, limits, time, logger, stop);
        while (await call.NextAsync() is { } update) yield return update;

        if (!stop.IsCancellationRequested || call.Finished)
            health.Record(provider.Name, call.Trouble?.Health ?? (call.Finished || call.CutShort ? Outcome.Reached : Outcome.Trouble));
        if (call.Usage is { } usage) yield return AnswerCost.Of(agent, usage);
        else if (call.Accepted) yield return AnswerCost.Estimate(agent, prompt, call.Written);
        else if (call.Reached) yield return AnswerCost.None(agent);

        if (call.Trouble is { } trouble) yield return trouble.ToFailure();
        else if (call.CutShort) yield return Trouble.LengthReached;
        else if (call.Finished) yield return new AgentFinished();
    }
}
