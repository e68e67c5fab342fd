using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Access;

sealed class OpenInvitedSessionHandler(SessionsDbContext db, TimeProvider clock) : IRequestHandler<OpenInvitedSession, Unit>
{
    public async Task<Unit> Handle(OpenInvitedSession request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Participants.Where(p => p.SessionId == request.SessionId && p.UserId == request.UserId && p.JoinedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.JoinedAt, now), cancellationToken);
        return Unit.Value;
    }
}
