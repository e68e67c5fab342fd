using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Agents.Providers.Local.StopUsing;

/// <summary>Takes the server's models out of the agents; their prices and what they wrote stay.</summary>
sealed record StopUsingServer(CurrentUser By, string Provider) : IRequest<Result<Unit>>;

sealed class StopUsingServerHandler(AgentsDbContext db, AgentCatalogue catalogue) : IRequestHandler<StopUsingServer, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(StopUsingServer request, CancellationToken cancellationToken)
    {
        if (!request.By.IsAdministrator) return AgentErrors.AdministratorsOnly;
        if (!catalogue.Used.Any(s => s.Provider == request.Provider)) return LocalServerErrors.NotUsed;

        await db.UsedServers.Where(s => s.Provider == request.Provider).ExecuteDeleteAsync(cancellationToken);
        await catalogue.RefreshAsync(cancellationToken);
        return Unit.Value;
    }
}
