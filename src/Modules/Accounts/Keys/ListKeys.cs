using Carter;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Keys;

sealed record ListKeys(Guid UserId) : IRequest<IReadOnlyList<KeyView>>;

sealed record KeyView(Guid Id, string Name, string Prefix, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

sealed class ListKeysHandler(AccountsDbContext db) : IRequestHandler<ListKeys, IReadOnlyList<KeyView>>
{
    public async Task<IReadOnlyList<KeyView>> Handle(ListKeys request, CancellationToken cancellationToken) =>
        await db.Keys.Where(k => k.UserId == request.UserId).OrderByDescending(k => k.CreatedAt)
            .Select(k => new KeyView(k.Id, k.Name, k.Prefix, k.CreatedAt, k.ExpiresAt, k.LastUsedAt)).ToListAsync(cancellationToken);
}

sealed class ListKeysApi : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/api/keys", GetAsync)
        .WithTags("Accounts").WithSummary("My personal keys, without the keys themselves").Produces<IReadOnlyList<KeyView>>();

    static async Task<IResult> GetAsync(CurrentUser user, IMediator mediator, CancellationToken cancellationToken) =>
        Results.Ok(await mediator.Send(new ListKeys(user.Id), cancellationToken));
}
