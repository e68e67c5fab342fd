using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Agent;

sealed class ChooseSessionAgentHandler(SessionsDbContext db, OutboxSignal outbox) : IRequestHandler<ChooseSessionAgent, Unit>
{
    public async Task<Unit> Handle(ChooseSessionAgent request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Sessions.Where(s => s.Id == request.SessionId && s.AgentId == request.InsteadOf)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.AgentId, request.AgentId), cancellationToken) == 0) return Unit.Value;
        db.Publish(new AgentChosen(request.SessionId));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake(typeof(SessionsDbContext));
        return Unit.Value;
    }
}
