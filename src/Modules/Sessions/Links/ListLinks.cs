using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Links;

sealed record ListLinks(Guid SessionId, CurrentUser By) : IRequest<Result<IReadOnlyList<LinkView>>>;

/// <summary>A link as its owner sees it: never its token or password.</summary>
sealed record LinkView(
    Guid Id, string Role, string? Label, bool HasPassword, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, int? MaxUses, int Uses, bool IsOpen)
{
    public static LinkView Of(JoinLink link, DateTimeOffset now) => new(
        link.Id, link.Role.Name(), link.Label, link.PasswordHash is not null, link.CreatedBy, link.CreatedAt, link.ExpiresAt, link.MaxUses, link.Uses, link.IsOpen(now));
}

sealed class ListLinksHandler(SessionsDbContext db, IMediator mediator, TimeProvider clock) : IRequestHandler<ListLinks, Result<IReadOnlyList<LinkView>>>
{
    public async Task<Result<IReadOnlyList<LinkView>>> Handle(ListLinks request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is not { } access) return SessionErrors.NotFound;
        if (!access.IsOwner) return SessionErrors.OwnerOnly;
        var links = await db.Links.AsNoTracking().Where(l => l.SessionId == request.SessionId).OrderByDescending(l => l.Id).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<LinkView>>.Ok([.. links.Select(l => LinkView.Of(l, clock.GetUtcNow()))]);
    }
}

static class ListLinksEndpoint
{
    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ListLinks(id, user), ct)).ToHttp(Results.Ok);
}
