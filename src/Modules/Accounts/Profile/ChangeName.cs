using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Profile;

sealed record ChangeName(Guid UserId, string? DisplayName) : IRequest<Result<Unit>>;

sealed class ChangeNameValidator : AbstractValidator<ChangeName>
{
    public ChangeNameValidator() => RuleFor(r => r.DisplayName).IsDisplayName();
}

sealed class ChangeNameHandler(AccountsDbContext db, ActiveAccounts accounts) : IRequestHandler<ChangeName, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(ChangeName request, CancellationToken cancellationToken)
    {
        var name = request.DisplayName!.Trim();
        await db.Users.Where(u => u.Id == request.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisplayName, name), cancellationToken);
        accounts.Forget(request.UserId);
        return Unit.Value;
    }
}
