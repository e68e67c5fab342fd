using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Delete;

sealed record DeleteSession(Guid SessionId, CurrentUser By) : IRequest<Result<Unit>>;

sealed class DeleteSessionHandler(SessionsDbContext db, TimeProvider clock) : IRequestHandler<DeleteSession, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(DeleteSession request, CancellationToken cancellationToken)
    {
        var session = await db.Sessions.SingleOrDefaultAsync(
            s => s.Id == request.SessionId && s.Participants.Any(p => p.UserId == request.By.Id), cancellationToken);
        if (session is null) return SessionErrors.NotFound;
        if (session.OwnerId != request.By.Id) return SessionErrors.OwnerOnly;

        session.Delete(clock.GetUtcNow());
        db.Publish(new SessionDeleted(session.Id));
        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }
}

static class DeleteSessionEndpoints
{
    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new DeleteSession(id, user), ct)).ToHttp(_ => Results.NoContent());

    public static async Task<IResult> Form(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new DeleteSession(id, user), ct)).ToHttp(_ => Results.Redirect("/"));
}
