using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>The owner makes another participant the owner, and goes on as an editor.</summary>
sealed record TransferOwnership(Guid SessionId, CurrentUser By, string Email) : IRequest<Result<ParticipantView>>;

sealed class TransferOwnershipHandler(SessionsDbContext db, Membership membership) : IRequestHandler<TransferOwnership, Result<ParticipantView>>
{
    public Task<Result<ParticipantView>> Handle(TransferOwnership request, CancellationToken cancellationToken) =>
        membership.ChangeAsOwnerAsync(request.SessionId, request.By, session => Task.FromResult(Transfer(session, request)), cancellationToken);

    Result<ParticipantView> Transfer(Session session, TransferOwnership request)
    {
        if (session.Find(request.Email) is not { } heir) return SessionErrors.NoSuchParticipant;
        if (heir.UserId == session.OwnerId) return SessionErrors.AlreadyOwner;
        // They may still decline, and an owner cannot.
        if (heir.JoinedAt is null) return SessionErrors.NotJoined;
        var former = session.Find(session.OwnerId)!;
        session.HandTo(heir);
        foreach (var person in new[] { heir, former }) db.Publish(new ParticipantChanged(session.Id, person.UserId, person.Name, person.Role));
        return ParticipantView.Of(heir);
    }
}
