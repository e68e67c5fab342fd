using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Invitations;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>The owner gives somebody who takes part, or is invited, another role.</summary>
sealed record ChangeRole(Guid SessionId, CurrentUser By, string Email, SessionRole Role) : IRequest<Result<ParticipantView>>;

sealed class ChangeRoleValidator : AbstractValidator<ChangeRole>
{
    public ChangeRoleValidator() => RuleFor(r => r.Role).IsGiven();
}

sealed class ChangeRoleHandler(SessionsDbContext db, Membership membership, TimeProvider clock) : IRequestHandler<ChangeRole, Result<ParticipantView>>
{
    public Task<Result<ParticipantView>> Handle(ChangeRole request, CancellationToken cancellationToken) =>
        membership.ChangeAsOwnerAsync<ParticipantView>(request.SessionId, request.By, async session =>
        {
            if (session.Find(request.Email) is { } person)
            {
                if (person.UserId == session.OwnerId) return SessionErrors.OwnerKeepsRole;
                await membership.DecideAsync(session, person.UserId, request.Role, cancellationToken);
                if (person.Role != request.Role) db.Publish(new ParticipantChanged(session.Id, person.UserId, person.Name, request.Role));
                person.ChangeRole(request.Role);
                return ParticipantView.Of(person);
            }
            // PostgreSQL refuses NUL in any text.
            var email = Invitation.Normalize(request.Email).Replace("\0", "", StringComparison.Ordinal);
            if (await db.Invitations.SingleOrDefaultAsync(i => i.SessionId == session.Id && i.Email == email, cancellationToken) is not { } waiting) return SessionErrors.NoSuchParticipant;
            waiting.ChangeRole(request.Role, clock.GetUtcNow());
            db.Publish(new WaysInChanged(session.Id, session.OwnerId));
            return ParticipantView.Of(waiting);
        }, cancellationToken);
}
