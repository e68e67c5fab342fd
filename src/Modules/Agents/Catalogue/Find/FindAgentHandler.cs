using ChatMonolith.Modules.Agents.Contracts;
using MediatR;

namespace ChatMonolith.Modules.Agents.Catalogue.Find;

sealed class FindAgentHandler(AgentCatalogue catalogue) : IRequestHandler<FindAgent, AgentSummary?>
{
    public Task<AgentSummary?> Handle(FindAgent request, CancellationToken cancellationToken) => Task.FromResult(catalogue.Find(request.Id));
}
