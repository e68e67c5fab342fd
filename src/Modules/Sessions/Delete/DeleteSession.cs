using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Participants;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Delete;

sealed record DeleteSession(Guid SessionId, CurrentUser By) : IRequest<Result<Unit>>;

sealed class DeleteSessionHandler(SessionsDbContext db, Membership membership, TimeProvider clock) : IRequestHandler<DeleteSession, Result<Unit>>
{
    public Task<Result<Unit>> Handle(DeleteSession request, CancellationToken cancellationToken) =>
        membership.ChangeAsOwnerAsync<Unit>(request.SessionId, request.By, async session =>
        {
            session.Delete(clock.GetUtcNow());
            session.CountRequests(0);
            db.Publish(new SessionDeleted(session.Id));
            await db.Invitations.Where(i => i.SessionId == session.Id).ExecuteDeleteAsync(cancellationToken);
            await db.Links.Where(l => l.SessionId == session.Id).ExecuteDeleteAsync(cancellationToken);
            await db.OwnersWords.Where(w => w.SessionId == session.Id).ExecuteDeleteAsync(cancellationToken);
            await db.AccessRequests.Where(r => r.SessionId == session.Id).ExecuteDeleteAsync(cancellationToken);
            return Unit.Value;
        }, cancellationToken);
}

static class DeleteSessionEndpoints
{
    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new DeleteSession(id, user), ct)).ToHttp(_ => Results.NoContent());

    public static async Task<IResult> Form(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new DeleteSession(id, user), ct)).ToHttp(_ => Results.Redirect("/"));
}
