using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Requests;

/// <summary>Who asks the owner to be let in, the first first.</summary>
sealed record ListRequests(Guid SessionId, CurrentUser By) : IRequest<Result<IReadOnlyList<RequestView>>>;

sealed record RequestView(Guid Id, string Name, string Email, DateTimeOffset AskedAt);

sealed class ListRequestsHandler(SessionsDbContext db, IMediator mediator) : IRequestHandler<ListRequests, Result<IReadOnlyList<RequestView>>>
{
    // More than somebody answers in one go; the next ones come up as these are answered.
    const int Most = 100;

    public async Task<Result<IReadOnlyList<RequestView>>> Handle(ListRequests request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is not { } access) return SessionErrors.NotFound;
        if (!access.IsOwner) return SessionErrors.OwnerOnly;
        return Result<IReadOnlyList<RequestView>>.Ok(await db.AccessRequests.AsNoTracking().Where(r => r.SessionId == request.SessionId)
            .OrderBy(r => r.AskedAt).Take(Most).Select(r => new RequestView(r.UserId, r.Name, r.Email, r.AskedAt)).ToListAsync(cancellationToken));
    }
}

static class ListRequestsEndpoint
{
    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ListRequests(id, user), ct)).ToHttp(Results.Ok);
}
