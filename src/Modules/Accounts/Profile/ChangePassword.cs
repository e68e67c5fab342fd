using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;

namespace ChatMonolith.Modules.Accounts.Profile;

/// <summary>Ends every other sign-in of the account; the present one has to be renewed by the caller.</summary>
/// <param name="Device">Where it is changed.</param>
sealed record ChangePassword(Guid UserId, string? CurrentPassword, string? NewPassword, Guid? Device) : IRequest<Result<User>>;

sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator() => RuleFor(r => r.NewPassword).IsPassword();
}

sealed class ChangePasswordHandler(UserManager<User> users, SignInManager<User> signIn, ActiveAccounts accounts, IMediator mediator) : IRequestHandler<ChangePassword, Result<User>>
{
    static readonly Error Wrong = Error.Invalid("wrong_password", "This is not your current password.", "currentPassword");

    public async Task<Result<User>> Handle(ChangePassword request, CancellationToken cancellationToken)
    {
        var user = await users.FindByIdAsync(request.UserId.ToString());
        if (user is null) return UserErrors.NotFound;

        // Counts towards the lockout, so that an open browser is no place to guess at the password.
        var current = request.CurrentPassword is { Length: <= AccountRules.LongestPassword } given ? given : "";
        if (!(await signIn.CheckPasswordSignInAsync(user, current, lockoutOnFailure: true)).Succeeded) return Wrong;

        var changed = await users.ChangePasswordAsync(user, current, request.NewPassword!);
        if (!changed.Succeeded) return changed.ToError() with { Field = "newPassword" };
        accounts.Forget(user.Id);
        await mediator.Send(new SignOutDevices(user.Id, But: request.Device), CancellationToken.None);
        return user;
    }
}
