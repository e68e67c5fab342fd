using ChatMonolith.Modules.Accounts.Contracts;
using Carter;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Users;

/// <summary>Changes what is given of the account with this address.</summary>
sealed record ChangeUser(Guid By, string? Email, string? Password = null, string? DisplayName = null, string? Role = null, bool? Disabled = null)
    : IRequest<Result<Unit>>;

sealed class ChangeUserValidator : AbstractValidator<ChangeUser>
{
    public ChangeUserValidator()
    {
        RuleFor(r => r.Email).IsEmail();
        RuleFor(r => r.DisplayName).IsDisplayName().When(r => r.DisplayName is not null);
        RuleFor(r => r.Password).IsPassword().When(r => r.Password is not null);
        RuleFor(r => r.Role).IsRole();
    }
}

sealed class ChangeUserHandler(AccountsDbContext db, UserManager<User> users, ActiveAccounts accounts, IMediator mediator, TimeProvider time, OutboxSignal outbox)
    : IRequestHandler<ChangeUser, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(ChangeUser request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // One at a time: two administrators who take the role from each other must not both succeed.
        await db.Database.ExecuteSqlAsync($"select 1 from accounts.roles where id = {Roles.AdministratorId} for update", cancellationToken);

        if (await users.FindByEmailAsync(request.Email!.Trim()) is not { } user) return UserErrors.NotFound;
        if (request.Disabled is true && user.Id == request.By) return UserErrors.OwnAccount;

        var isAdministrator = await users.IsInRoleAsync(user, CurrentUser.AdministratorRole);
        var leaves = request.Disabled is true || request.Role == Roles.Member;
        if (isAdministrator && leaves && !await OthersAsync(user.Id, cancellationToken)) return UserErrors.LastAdministrator;

        var changed = await ApplyAsync(request, user, isAdministrator);
        if (!changed.Succeeded) return changed.ToError();
        if (request.Disabled is true || request.Password is not null) await mediator.Send(new SignOutDevices(user.Id), cancellationToken);

        await transaction.CommitAsync(cancellationToken);
        outbox.Wake(typeof(AccountsDbContext));
        accounts.Forget(user.Id);
        return Unit.Value;
    }

    async Task<IdentityResult> ApplyAsync(ChangeUser request, User user, bool isAdministrator)
    {
        var before = user.DisplayName;
        if (request.DisplayName is { } name) user.Rename(name);
        if (user.DisplayName != before) db.Publish(new UserRenamed(user.Id, user.DisplayName));
        if (request.Disabled is true)
        {
            user.Disable(time.GetUtcNow());
            db.Publish(new UserDisabled(user.Id));
        }
        var comesIn = request.Disabled is false && user.DisabledAt is not null && user.PasswordHash is not null;
        if (request.Disabled is false) user.Enable();
        comesIn |= request.Password is not null && user.PasswordHash is null && user.DisabledAt is null;
        if (comesIn) db.Publish(new UserJoined(user.Id, user.Email!, user.DisplayName));
        // Also ends the sign-ins that would come back to life when the account is enabled again.
        var changed = request.Disabled is true ? await users.UpdateSecurityStampAsync(user) : await users.UpdateAsync(user);

        if (changed.Succeeded && request.Role is not null && isAdministrator != (request.Role == CurrentUser.AdministratorRole))
            changed = isAdministrator
                ? await users.RemoveFromRoleAsync(user, CurrentUser.AdministratorRole)
                : await users.AddToRoleAsync(user, CurrentUser.AdministratorRole);
        if (changed.Succeeded && request.Password is { } password)
        {
            if (user.PasswordHash is not null) changed = await users.RemovePasswordAsync(user);
            if (changed.Succeeded) changed = await users.AddPasswordAsync(user, password);
        }
        return changed;
    }

    Task<bool> OthersAsync(Guid id, CancellationToken cancellationToken) => db.Users.AnyAsync(
        u => u.Id != id && u.DisabledAt == null && u.PasswordHash != null && db.UserRoles.Any(r => r.UserId == u.Id && r.RoleId == Roles.AdministratorId),
        cancellationToken);
}

sealed class ChangeUserApi : ICarterModule
{
    sealed record Body(string? Email, string? Password, string? DisplayName, string? Role, bool? Disabled);

    public void AddRoutes(IEndpointRouteBuilder app) => app.MapPatch("/api/admin/users", PatchAsync)
        .RequireAuthorization(CurrentUser.AdministratorRole).WithTags("Accounts").WithSummary("Change the account with this email")
        .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    static async Task<IResult> PatchAsync(Body body, CurrentUser by, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ChangeUser(by.Id, body.Email, body.Password, body.DisplayName, body.Role, body.Disabled), cancellationToken))
            .ToHttp(_ => Results.NoContent());
}
