using ChatMonolith.Modules.Kernel;
using FluentValidation;
using Microsoft.AspNetCore.Identity;

namespace ChatMonolith.Modules.Accounts.Users;

/// <summary>What an address, a name and a password must look like, said once for pages and programs.</summary>
static class AccountRules
{
    public const int PasswordLength = 12;
    public const int LongestPassword = 256;
    const int LongestEmail = 254;

    public static IRuleBuilderOptions<T, string?> IsEmail<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(LooksLikeEmail).WithErrorCode("invalid_email").WithMessage("Write the whole address, for example dana@example.org.");

    public static IRuleBuilderOptions<T, string?> IsDisplayName<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(name => IsLine(name, User.NameLength)).WithErrorCode("invalid_name").WithMessage($"Write a name of 1 to {User.NameLength} characters.");

    /// <summary>Only the limit that keeps hashing cheap; what makes a good password is Identity's rule and needs the account.</summary>
    public static IRuleBuilderOptions<T, string?> IsPassword<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(password => password is { Length: > 0 and <= LongestPassword })
        .WithErrorCode("invalid_password").WithMessage($"Write a password of {PasswordLength} to {LongestPassword} characters.");

    /// <summary>A role, or nothing said.</summary>
    public static IRuleBuilderOptions<T, string?> IsRole<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(role => role is null or Roles.Member or CurrentUser.AdministratorRole)
        .WithErrorCode("invalid_role").WithMessage($"The role is '{Roles.Member}' or '{CurrentUser.AdministratorRole}'.");

    /// <summary>One line of text that PostgreSQL can store and a page can show.</summary>
    public static bool IsLine(string? text, int longest) =>
        text?.Trim() is { Length: > 0 } line && line.Length <= longest && !line.Any(char.IsControl);

    public static bool LooksLikeEmail(string? text) =>
        IsLine(text, LongestEmail) && text!.Trim() is var address && !address.Any(char.IsWhiteSpace)
        && address.Split('@') is [{ Length: > 0 }, { Length: > 0 }];
}

sealed class PasswordIsNotEmail : IPasswordValidator<User>
{
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(string.Equals(password?.Trim(), user.Email, StringComparison.OrdinalIgnoreCase)
            ? IdentityResult.Failed(new IdentityError { Code = nameof(UserErrors.PasswordIsEmail) })
            : IdentityResult.Success);
}
