using Carter;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Devices;

sealed record ListDevices(Guid UserId, Guid? Current) : IRequest<IReadOnlyList<DeviceView>>;

/// <param name="IsCurrent">The request came from it.</param>
sealed record DeviceView(Guid Id, string Name, DateTimeOffset SignedInAt, DateTimeOffset LastSeenAt, bool IsCurrent);

sealed class ListDevicesHandler(AccountsDbContext db, TimeProvider time) : IRequestHandler<ListDevices, IReadOnlyList<DeviceView>>
{
    public async Task<IReadOnlyList<DeviceView>> Handle(ListDevices request, CancellationToken cancellationToken)
    {
        // Those whose cookie has run out are only swept away at the next sign-in.
        var oldest = time.GetUtcNow() - Device.KeptUnused;
        return await db.Devices.Where(d => d.UserId == request.UserId && d.LastSeenAt >= oldest)
            .OrderByDescending(d => d.Id == request.Current).ThenByDescending(d => d.LastSeenAt)
            .Select(d => new DeviceView(d.Id, d.Name, d.SignedInAt, d.LastSeenAt, d.Id == request.Current)).ToListAsync(cancellationToken);
    }
}

sealed class ListDevicesApi : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/api/devices", GetAsync)
        .WithTags("Accounts").WithSummary("The browsers that I am signed in on").Produces<IReadOnlyList<DeviceView>>();

    static async Task<IResult> GetAsync(CurrentUser user, IMediator mediator, CancellationToken cancellationToken) =>
        Results.Ok(await mediator.Send(new ListDevices(user.Id, user.AccessId), cancellationToken));
}
