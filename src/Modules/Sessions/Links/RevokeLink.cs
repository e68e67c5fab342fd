using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Participants;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Links;

/// <summary>The link lets nobody in any more; who came by it stays.</summary>
sealed record RevokeLink(Guid SessionId, CurrentUser By, Guid LinkId) : IRequest<Result<Unit>>;

sealed class RevokeLinkHandler(SessionsDbContext db, Membership membership) : IRequestHandler<RevokeLink, Result<Unit>>
{
    public Task<Result<Unit>> Handle(RevokeLink request, CancellationToken cancellationToken) =>
        membership.ChangeAsOwnerAsync<Unit>(request.SessionId, request.By, async session =>
        {
            if (await db.Links.Where(l => l.Id == request.LinkId && l.SessionId == session.Id).ExecuteDeleteAsync(cancellationToken) == 0) return LinkErrors.NotFound;
            db.Publish(new WaysInChanged(session.Id, session.OwnerId));
            return Unit.Value;
        }, cancellationToken);
}

static class RevokeLinkEndpoint
{
    public static async Task<IResult> Api(Guid id, Guid linkId, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RevokeLink(id, user, linkId), ct)).ToHttp(_ => Results.NoContent());
}
