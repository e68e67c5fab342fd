using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Access;

sealed class OpenInvitedSessionHandler(SessionsDbContext db, OutboxSignal outbox, TimeProvider clock) : IRequestHandler<OpenInvitedSession, Unit>
{
    public async Task<Unit> Handle(OpenInvitedSession request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two pages of theirs may open at once: one of them is the first.
        if (await db.Participants.Where(p => p.SessionId == request.SessionId && p.UserId == request.UserId && p.JoinedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.JoinedAt, now), cancellationToken) == 0) return Unit.Value;
        var person = await db.Participants.AsNoTracking().SingleAsync(p => p.SessionId == request.SessionId && p.UserId == request.UserId, cancellationToken);
        db.Publish(new ParticipantArrived(request.SessionId, person.UserId, person.Name, person.Role));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake(typeof(SessionsDbContext));
        return Unit.Value;
    }
}
