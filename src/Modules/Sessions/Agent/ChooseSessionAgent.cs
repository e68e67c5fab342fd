using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Agent;

sealed class ChooseSessionAgentHandler(SessionsDbContext db) : IRequestHandler<ChooseSessionAgent, Unit>
{
    public async Task<Unit> Handle(ChooseSessionAgent request, CancellationToken cancellationToken)
    {
        await db.Sessions.Where(s => s.Id == request.SessionId)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.AgentId, request.AgentId), cancellationToken);
        return Unit.Value;
    }
}
