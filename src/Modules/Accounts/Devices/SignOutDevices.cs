using Carter;
using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Devices;

/// <summary>Ends sign-ins of one person, and whatever is open by them. The result is how many there were.</summary>
/// <param name="Only">One of them; null for all.</param>
/// <param name="But">One that stays.</param>
sealed record SignOutDevices(Guid UserId, Guid? Only = null, Guid? But = null) : IRequest<int>;

sealed class SignOutDevicesHandler(AccountsDbContext db, ActiveDevices devices, OutboxSignal outbox) : IRequestHandler<SignOutDevices, int>
{
    public async Task<int> Handle(SignOutDevices request, CancellationToken cancellationToken)
    {
        var ids = await db.Devices.Where(d => d.UserId == request.UserId && (request.Only == null || d.Id == request.Only) && d.Id != request.But).Select(d => d.Id).ToArrayAsync(cancellationToken);
        if (ids.Length == 0) return 0;

        // Inside the caller's transaction, where there is one: what changes the password ends the sign-ins with it.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        await db.Devices.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(cancellationToken);
        db.Publish(new AccessEnded(request.UserId, ids));
        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null) await transaction.CommitAsync(cancellationToken);
        foreach (var id in ids) devices.Forget(id);
        outbox.Wake(typeof(AccountsDbContext));
        return ids.Length;
    }
}

sealed class SignOutDevicesApi : ICarterModule
{
    static readonly Error NotFound = Error.NotFound("device_not_found", "You are not signed in on such a device. It may be signed out already.");

    public void AddRoutes(IEndpointRouteBuilder app) => app.MapDelete("/api/devices/{id:guid}", DeleteAsync)
        .WithTags("Accounts").WithSummary("Sign out one of my devices").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);

    static async Task<IResult> DeleteAsync(Guid id, CurrentUser user, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new SignOutDevices(user.Id, Only: id), cancellationToken) > 0 ? Results.NoContent() : new ErrorResult(NotFound);
}
