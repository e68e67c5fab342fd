using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Access;

sealed record GetSession(Guid SessionId, CurrentUser By) : IRequest<Result<SessionView>>;

sealed class GetSessionHandler(SessionsDbContext db, IMediator mediator) : IRequestHandler<GetSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(GetSession request, CancellationToken cancellationToken)
    {
        var found = await db.Sessions.AsNoTracking()
            .Where(s => s.Id == request.SessionId && s.Participants.Any(p => p.UserId == request.By.Id))
            .Select(s => new { Session = s, Me = s.Participants.First(p => p.UserId == request.By.Id), People = s.Participants.Count(p => p.JoinedAt != null) })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null) return SessionErrors.NotFound;
        return (await SessionView.OfAsync([new(found.Session, found.Me, found.People)], request.By, mediator, cancellationToken))[0];
    }
}

static class GetSessionEndpoint
{
    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new GetSession(id, user), ct)).ToHttp(Results.Ok);
}
