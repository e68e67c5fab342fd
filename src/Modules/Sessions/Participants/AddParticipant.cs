using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Participants;

sealed record AddParticipant(Guid SessionId, CurrentUser By, string Email, SessionRole Role) : IRequest<Result<Participant>>;

sealed class AddParticipantValidator : AbstractValidator<AddParticipant>
{
    public AddParticipantValidator()
    {
        RuleFor(r => r.Email).NotEmpty().WithMessage("Type the e-mail address of the person to add.")
            .MaximumLength(254).EmailAddress().WithMessage("This is not an e-mail address. It looks like name@example.org.");
        RuleFor(r => r.Role).Must(r => r is SessionRole.Editor or SessionRole.Commenter or SessionRole.Viewer).WithMessage("Choose what they may do: editor, commenter or viewer.");
    }
}

sealed class AddParticipantHandler(SessionsDbContext db, IMediator mediator, TimeProvider clock) : IRequestHandler<AddParticipant, Result<Participant>>
{
    public async Task<Result<Participant>> Handle(AddParticipant request, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.Include(s => s.Participants)
            .SingleOrDefaultAsync(s => s.Id == request.SessionId && s.Participants.Any(p => p.UserId == request.By.Id), cancellationToken);
        if (session is null) return SessionErrors.NotFound;
        if (session.OwnerId != request.By.Id) return SessionErrors.OwnerOnly;
        if (await mediator.Send(new FindUserByEmail(request.Email.Trim()), cancellationToken) is not { } user) return SessionErrors.NoSuchUser;

        session.Admit(user.Id, user.DisplayName, user.Email, request.Role, clock.GetUtcNow());
        db.Publish(new ParticipantAdded(session.Id, user.Id, user.DisplayName, request.Role));
        await db.SaveChangesAsync(cancellationToken);
        return new Participant(user.Id, user.DisplayName, user.Email, request.Role);
    }
}
