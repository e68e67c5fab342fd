using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Catalogue.Switch;

/// <summary>Offers the agent to people, or not; sessions keep what it wrote.</summary>
sealed record SwitchAgent(CurrentUser By, string AgentId, bool On) : IRequest<Result<Agent>>;

sealed class SwitchAgentHandler(AgentsDbContext db, AgentCatalogue catalogue) : IRequestHandler<SwitchAgent, Result<Agent>>
{
    public async Task<Result<Agent>> Handle(SwitchAgent request, CancellationToken cancellationToken)
    {
        if (!request.By.IsAdministrator) return AgentErrors.AdministratorsOnly;
        if (request.AgentId == Agent.GuideId) return AgentErrors.GuideStays;
        if (!catalogue.Knows(request.AgentId)) return AgentErrors.NotFound;
        if (await db.Agents.SingleOrDefaultAsync(a => a.Id == request.AgentId, cancellationToken) is not { } agent) return AgentErrors.NotFound;

        agent.Switch(request.On);
        await db.SaveChangesAsync(cancellationToken);
        await catalogue.RefreshAsync(cancellationToken);
        return agent;
    }
}
