using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Catalogue.Default;

/// <summary>New sessions begin with this agent.</summary>
sealed record MakeDefault(CurrentUser By, string AgentId) : IRequest<Result<Agent>>;

sealed class MakeDefaultHandler(AgentsDbContext db, AgentCatalogue catalogue) : IRequestHandler<MakeDefault, Result<Agent>>
{
    public async Task<Result<Agent>> Handle(MakeDefault request, CancellationToken cancellationToken)
    {
        if (!request.By.IsAdministrator) return AgentErrors.AdministratorsOnly;
        if (!catalogue.Knows(request.AgentId)) return AgentErrors.NotFound;
        if (catalogue.ConfiguredDefault is not null) return AgentErrors.DefaultIsConfigured;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Before the new one is marked: a unique index allows one default at a time.
        await db.Agents.Where(a => a.IsDefault).ExecuteUpdateAsync(set => set.SetProperty(a => a.IsDefault, false), cancellationToken);
        var agent = await db.Agents.SingleOrDefaultAsync(a => a.Id == request.AgentId, cancellationToken);
        if (agent is null && request.AgentId == Agent.GuideId) db.Add(agent = Agent.Guide());
        if (agent is null) return AgentErrors.NotFound;
        if (!agent.Enabled) return AgentErrors.SwitchedOff;

        agent.MakeDefault(true);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await catalogue.RefreshAsync(cancellationToken);
        return agent;
    }
}
