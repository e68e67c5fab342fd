using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>The owner removes somebody, or somebody leaves.</summary>
sealed record RemoveParticipant(Guid SessionId, CurrentUser By, string Email) : IRequest<Result<Unit>>;

sealed class RemoveParticipantHandler(SessionsDbContext db) : IRequestHandler<RemoveParticipant, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(RemoveParticipant request, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.Include(s => s.Participants)
            .SingleOrDefaultAsync(s => s.Id == request.SessionId && s.Participants.Any(p => p.UserId == request.By.Id), cancellationToken);
        if (session is null) return SessionErrors.NotFound;

        var leaving = session.Participants.Find(p => string.Equals(p.Email, request.Email.Trim(), StringComparison.OrdinalIgnoreCase));
        if (leaving is null) return Unit.Value;
        if (session.OwnerId != request.By.Id && leaving.UserId != request.By.Id) return SessionErrors.OwnerOnly;
        if (leaving.UserId == session.OwnerId) return SessionErrors.OwnerStays;

        session.Participants.Remove(leaving);
        db.Publish(new ParticipantRemoved(session.Id, leaving.UserId));
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }
}
