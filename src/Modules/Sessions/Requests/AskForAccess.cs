using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Participants;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Requests;

/// <summary>
/// Asks the owner to be let in. The answer is the same whether the session exists, whether this was asked before, and whether too much is asked
/// already: it must not tell which addresses are sessions.
/// </summary>
sealed record AskForAccess(Guid SessionId, CurrentUser By) : IRequest<Result<Unit>>;

sealed class AskForAccessHandler(SessionsDbContext db, Membership membership, PersonLimits limits, TimeProvider clock) : IRequestHandler<AskForAccess, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(AskForAccess request, CancellationToken cancellationToken)
    {
        if (limits.Ask(request.By.Id) is { } tooOften) return tooOften;
        await membership.OpenlyAsync<Unit>(request.SessionId, async session =>
        {
            var (now, me) = (clock.GetUtcNow(), request.By.Id);
            var since = now - AccessRequest.Counts;
            if (session.Find(me) is not null
                || await db.AccessRequests.AnyAsync(r => r.SessionId == session.Id && r.UserId == me, cancellationToken)
                || await db.AccessRequests.CountAsync(r => r.UserId == me && r.AskedAt > since, cancellationToken) >= AccessRequest.MostOpen) return Unit.Value;
            db.Add(new AccessRequest(session.Id, me, request.By.Name, request.By.Email, now));
            await membership.CountRequestsAsync(session, unsaved: 1, cancellationToken);
            return Unit.Value;
        }, cancellationToken);
        return Unit.Value;
    }
}

static class AskForAccessEndpoint
{
    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new AskForAccess(id, user), ct)).ToHttp(_ => Results.Accepted());
}
