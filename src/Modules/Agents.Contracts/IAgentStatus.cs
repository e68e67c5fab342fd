namespace ChatMonolith.Modules.Agents.Contracts;

/// <summary>Tells in this process when agents become ready, degraded or down.</summary>
public interface IAgentStatus
{
    /// <summary>
    /// Once for each agent that people may choose, after its status changed. Raised on the thread that noticed: handlers must be quick, may
    /// come at the same time as others, and what they throw is lost.
    /// </summary>
    event Action<AgentStatusChanged>? Changed;
}

/// <param name="AgentId">As <see cref="AgentSummary.Id"/>.</param>
public sealed record AgentStatusChanged(string AgentId, AgentStatus Status);
