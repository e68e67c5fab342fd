using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Catalogue;

/// <summary>Tells the change of a provider for each of its agents.</summary>
sealed class AgentStatuses : IAgentStatus
{
    readonly AgentCatalogue _catalogue;
    readonly ILogger _logger;

    public AgentStatuses(AgentCatalogue catalogue, ProviderHealth health, ILogger<AgentStatuses> logger)
    {
        (_catalogue, _logger) = (catalogue, logger);
        health.Changed += Tell;
    }

    public event Action<AgentStatusChanged>? Changed;

    void Tell(string provider, AgentStatus status)
    {
        foreach (var agent in _catalogue.List().Where(a => a.Provider == provider))
            foreach (var handler in Delegate.EnumerateInvocationList(Changed)) Tell(handler, new(agent.Id, status));
    }

    void Tell(Action<AgentStatusChanged> handler, AgentStatusChanged change)
    {
        // Whoever listens must not make an answer fail.
        try { handler(change); }
        catch (Exception e) { _logger.LogError(e, "The status of {Agent} could not be told", change.AgentId); }
    }
}
