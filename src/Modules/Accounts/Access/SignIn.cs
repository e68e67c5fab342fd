using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace ChatMonolith.Modules.Accounts.Access;

sealed record SignIn(string? Email, string? Password) : IRequest<Result<User>>;

sealed class SignInHandler(UserManager<User> users, SignInManager<User> signIn, DeviceSignIn devices, TimeProvider time) : IRequestHandler<SignIn, Result<User>>
{
    // One sentence and one duration for every reason, so that nobody can find out who has an account.
    static readonly Error Refused = new("sign_in_refused", StatusCodes.Status401Unauthorized,
        "This email and password do not match. Check both, or ask an administrator for a new invitation.");

    static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<User>().HashPassword(null!, Secret.New()));

    public async Task<Result<User>> Handle(SignIn request, CancellationToken cancellationToken)
    {
        var password = request.Password is { Length: <= AccountRules.LongestPassword } given ? given : "";
        var user = AccountRules.LooksLikeEmail(request.Email) ? await users.FindByEmailAsync(request.Email!.Trim()) : null;
        if (user is not { DisabledAt: null, PasswordHash: not null })
        {
            users.PasswordHasher.VerifyHashedPassword(null!, NobodysHash.Value, password);
            return Refused;
        }
        var outcome = await signIn.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (outcome.IsLockedOut) return LockedOut(user.LockoutEnd!.Value - time.GetUtcNow());
        if (!outcome.Succeeded) return Refused;

        await devices.SignInAsync(user, cancellationToken);
        return user;
    }

    static Error LockedOut(TimeSpan wait) => new("locked_out", StatusCodes.Status429TooManyRequests,
        $"Too many wrong passwords. Wait {Minutes(wait)} and try again.", RetryAfter: wait);

    static string Minutes(TimeSpan wait) => Math.Ceiling(wait.TotalMinutes) is > 1 and var minutes ? $"{minutes:0} minutes" : "a minute";
}
