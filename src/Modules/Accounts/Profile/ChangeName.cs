using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Profile;

sealed record ChangeName(Guid UserId, string? DisplayName) : IRequest<Result<Unit>>;

sealed class ChangeNameValidator : AbstractValidator<ChangeName>
{
    public ChangeNameValidator() => RuleFor(r => r.DisplayName).IsDisplayName();
}

sealed class ChangeNameHandler(AccountsDbContext db, ActiveAccounts accounts, OutboxSignal outbox) : IRequestHandler<ChangeName, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(ChangeName request, CancellationToken cancellationToken)
    {
        var name = request.DisplayName!.Trim();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Users.Where(u => u.Id == request.UserId && u.DisplayName != name)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.DisplayName, name), cancellationToken) == 0) return Unit.Value;
        db.Publish(new UserRenamed(request.UserId, name));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake(typeof(AccountsDbContext));
        accounts.Forget(request.UserId);
        return Unit.Value;
    }
}
