using MediatR;

namespace ChatMonolith.Modules.Agents.Contracts;

/// <summary>Whether an agent can answer now.</summary>
public enum AgentStatus
{
    /// <summary>Answers.</summary>
    Ready,

    /// <summary>The last answers had trouble.</summary>
    Degraded,

    /// <summary>Cannot be reached, or its key is refused.</summary>
    Down,
}

/// <summary>An agent that people may choose.</summary>
/// <param name="Id">Stable, such as <c>openai/gpt-4o-mini</c> or <c>guide</c>.</param>
/// <param name="Model">The provider's name of the model.</param>
/// <param name="InputPrice">Per million tokens, in <paramref name="Currency"/>.</param>
/// <param name="OutputPrice">Per million tokens, in <paramref name="Currency"/>.</param>
public sealed record AgentSummary(
    string Id, string Name, string Provider, string Model, string Description, AgentStatus Status,
    decimal InputPrice, decimal OutputPrice, string Currency)
{
    /// <summary>
    /// True when it tells the sources of an answer that it goes on with again, under the same numbers. Others count what they find from 1.
    /// </summary>
    public bool TellsSourcesAgain { get; init; }
}

/// <summary>Every agent that is switched on, the default one first.</summary>
public sealed record ListAgents : IRequest<IReadOnlyList<AgentSummary>>;

/// <summary>The agent with this id; the default one when <paramref name="Id"/> is null; null when there is none such.</summary>
public sealed record FindAgent(string? Id) : IRequest<AgentSummary?>;
