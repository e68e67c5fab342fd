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

namespace ChatMonolith.Modules.Accounts.Keys;

sealed record RevokeKey(Guid UserId, Guid Id) : IRequest<Result<Unit>>;

sealed class RevokeKeyHandler(AccountsDbContext db, ActiveKeys keys, OutboxSignal outbox) : IRequestHandler<RevokeKey, Result<Unit>>
{
    static readonly Error NotFound = Error.NotFound("key_not_found", "You have no such key. It may be revoked already.");

    public async Task<Result<Unit>> Handle(RevokeKey request, CancellationToken cancellationToken)
    {
        if (await db.Keys.SingleOrDefaultAsync(k => k.Id == request.Id && k.UserId == request.UserId, cancellationToken) is not { } key) return NotFound;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Keys.Where(k => k.Id == key.Id).ExecuteDeleteAsync(cancellationToken);
        db.Publish(new AccessEnded(key.UserId, [key.Id]));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        keys.Forget(key.Hash);
        outbox.Wake(typeof(AccountsDbContext));
        return Unit.Value;
    }
}

sealed class RevokeKeyApi : ICarterModule
{
    public void AddRoutes(IEndpointRouteBuilder app) => app.MapDelete("/api/keys/{id:guid}", DeleteAsync)
        .WithTags("Accounts").WithSummary("Revoke a personal key").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);

    static async Task<IResult> DeleteAsync(Guid id, CurrentUser user, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevokeKey(user.Id, id), cancellationToken)).ToHttp(_ => Results.NoContent());
}
