using Carter;
using ChatMonolith.Modules.Agents.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ChatMonolith.Modules.Agents.Catalogue.List;

sealed class ListAgentsHandler(AgentCatalogue catalogue) : IRequestHandler<ListAgents, IReadOnlyList<AgentSummary>>
{
    public Task<IReadOnlyList<AgentSummary>> Handle(ListAgents request, CancellationToken cancellationToken) => Task.FromResult(catalogue.List());
}

sealed class ListAgentsEndpoint : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) =>
        app.MapGet("/api/agents", Get).RequireAuthorization().WithTags("Agents").WithSummary("The agents that can be chosen, the default one first.").Produces<AgentItem[]>();

    static async Task<IResult> Get(IMediator mediator, CancellationToken cancellationToken) =>
        Results.Ok((await mediator.Send(new ListAgents(), cancellationToken)).Select((agent, i) => new AgentItem(
            agent.Id, agent.Name, agent.Provider, agent.Model, agent.Description, agent.Status.ToString().ToLowerInvariant(),
            agent.InputPrice, agent.OutputPrice, agent.Currency, i == 0)));
}

/// <param name="Status">ready, degraded or down.</param>
/// <param name="InputPrice">Per million tokens.</param>
sealed record AgentItem(
    string Id, string Name, string Provider, string Model, string Description, string Status, decimal InputPrice, decimal OutputPrice, string Currency, bool IsDefault);
