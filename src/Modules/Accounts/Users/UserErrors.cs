using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Identity;

namespace ChatMonolith.Modules.Accounts.Users;

static class UserErrors
{
    public static readonly Error EmailTaken = Error.Conflict("email_taken", "This email already has an account.") with { Field = "email" };
    public static readonly Error NotFound = Error.NotFound("user_not_found", "There is no account with this email. Check it, or add the person.");
    public static readonly Error LastAdministrator =
        Error.Conflict("last_administrator", "This is the last administrator. Make somebody else an administrator first.");
    public static readonly Error OwnAccount = Error.Conflict("own_account", "You cannot disable your own account. Ask another administrator.");
    public static readonly Error Disabled = Error.Conflict("user_disabled", "This account is disabled. Enable it first.");
    public static readonly Error PasswordShort =
        Error.Invalid("password_too_short", $"Use at least {AccountRules.PasswordLength} characters. A sentence is good.", "password");
    public static readonly Error PasswordIsEmail =
        Error.Invalid("password_is_email", "The password is the email address. Choose something that nobody else knows.", "password");

    public static Error ToError(this IdentityResult refused) => refused.Errors.First().Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) => EmailTaken,
        nameof(IdentityErrorDescriber.PasswordTooShort) => PasswordShort,
        nameof(PasswordIsEmail) => PasswordIsEmail,
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => Error.Conflict("changed_meanwhile", "Somebody changed this account meanwhile. Load the page again."),
        _ => Error.Invalid("account_refused", refused.Errors.First().Description),
    };
}
