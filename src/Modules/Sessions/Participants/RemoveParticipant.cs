using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Invitations;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>The owner removes somebody or withdraws an invitation, or somebody leaves or declines.</summary>
sealed record RemoveParticipant(Guid SessionId, CurrentUser By, string Email) : IRequest<Result<Unit>>;

sealed class RemoveParticipantHandler(SessionsDbContext db, Membership membership) : IRequestHandler<RemoveParticipant, Result<Unit>>
{
    public Task<Result<Unit>> Handle(RemoveParticipant request, CancellationToken cancellationToken) =>
        membership.ChangeAsync<Unit>(request.SessionId, request.By, async session =>
        {
            var leaving = session.Find(request.Email);
            if (session.OwnerId != request.By.Id && leaving is not null && leaving.UserId != request.By.Id) return SessionErrors.OwnerOnly;
            if (leaving?.UserId == session.OwnerId) return SessionErrors.OwnerStays;
            if (leaving is not null)
            {
                session.Participants.Remove(leaving);
                if (leaving.UserId != request.By.Id) await membership.DecideAsync(session, leaving.UserId, null, cancellationToken);
                db.Publish(new ParticipantRemoved(session.Id, leaving.UserId, leaving.Name));
            }
            else if (session.OwnerId == request.By.Id)
            {
                // PostgreSQL refuses NUL in any text.
                var email = Invitation.Normalize(request.Email).Replace("\0", "", StringComparison.Ordinal);
                if (await db.Invitations.Where(i => i.SessionId == session.Id && i.Email == email).ExecuteDeleteAsync(cancellationToken) > 0) db.Publish(new WaysInChanged(session.Id, session.OwnerId));
            }
            return Unit.Value;
        }, cancellationToken);
}
