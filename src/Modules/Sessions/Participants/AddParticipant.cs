using ChatMonolith.Modules.Accounts.Contracts;
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

/// <summary>Invites by address or display name. Who has an account may come in at once; an address without one waits for it.</summary>
sealed record AddParticipant(Guid SessionId, CurrentUser By, string Who, SessionRole Role) : IRequest<Result<ParticipantView>>
{
    public bool IsAddress => Who.Contains('@', StringComparison.Ordinal);
}

sealed class AddParticipantValidator : AbstractValidator<AddParticipant>
{
    public AddParticipantValidator()
    {
        RuleFor(r => r.Who).NotEmpty().WithMessage("Type the e-mail address or the name of the person to invite.")
            .MaximumLength(Invitation.LongestEmail).WithMessage("This is too long for an e-mail address or a name. Check it.")
            .Must(w => !w.Any(char.IsControl)).WithMessage("This is not an e-mail address or a name. Type it again.");
        RuleFor(r => r.Who).Must(w => w.Trim() is var address && !address.Any(char.IsWhiteSpace) && address.Split('@') is [{ Length: > 0 }, { Length: > 0 }])
            .When(r => r.IsAddress).WithMessage("This is not an e-mail address. It looks like name@example.org.");
        RuleFor(r => r.Role).IsGiven();
    }
}

sealed class AddParticipantHandler(SessionsDbContext db, Membership membership, PersonLimits limits, IMediator mediator, TimeProvider clock) : IRequestHandler<AddParticipant, Result<ParticipantView>>
{
    public async Task<Result<ParticipantView>> Handle(AddParticipant request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is not { } access) return SessionErrors.NotFound;
        if (!access.IsOwner) return SessionErrors.OwnerOnly;
        if (limits.Invite(request.By.Id) is { } refusal) return refusal;
        if (!request.IsAddress)
            return await mediator.Send(new FindUsersByName(request.Who), cancellationToken) switch
            {
                [] => SessionErrors.NoSuchName,
                [var named] => await AdmitAsync(request, named, cancellationToken),
                _ => SessionErrors.SeveralNames,
            };
        if (await FindAsync(request, cancellationToken) is { } user) return await AdmitAsync(request, user, cancellationToken);
        var waiting = await WaitAsync(request, cancellationToken);
        // An account that was made between the two steps was told of before the invitation waited for it.
        return !waiting.Failed && await FindAsync(request, cancellationToken) is { } late ? await AdmitAsync(request, late, cancellationToken) : waiting;
    }

    Task<UserSummary?> FindAsync(AddParticipant request, CancellationToken cancellationToken) => mediator.Send(new FindUserByEmail(request.Who.Trim()), cancellationToken);

    Task<Result<ParticipantView>> AdmitAsync(AddParticipant request, UserSummary user, CancellationToken cancellationToken) =>
        membership.ChangeAsOwnerAsync<ParticipantView>(request.SessionId, request.By, async session =>
            ParticipantView.Of(await membership.AdmitByOwnerAsync(session, user, request.Role, request.By.Name, clock.GetUtcNow(), cancellationToken)), cancellationToken);

    Task<Result<ParticipantView>> WaitAsync(AddParticipant request, CancellationToken cancellationToken) =>
        membership.ChangeAsOwnerAsync<ParticipantView>(request.SessionId, request.By, async session =>
        {
            var email = Invitation.Normalize(request.Who);
            var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.SessionId == session.Id && i.Email == email, cancellationToken);
            if (invitation is null && await db.Invitations.CountAsync(i => i.SessionId == session.Id, cancellationToken) >= Invitation.MostWaiting) return SessionErrors.TooManyInvited;
            if (invitation is null) db.Add(invitation = new(session.Id, email, request.Role, request.By.Name, clock.GetUtcNow()));
            else invitation.ChangeRole(request.Role, clock.GetUtcNow());
            db.Publish(new WaysInChanged(session.Id, session.OwnerId));
            return ParticipantView.Of(invitation);
        }, cancellationToken);
}
