using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Accounts.Access;

static class IdentityRegistration
{
    public static void AddAccountIdentity(this IServiceCollection services)
    {
        services.AddIdentityCore<User>(options =>
            {
                options.User.RequireUniqueEmail = true;
                // The user name is the address; its own check is stricter than addresses are.
                options.User.AllowedUserNameCharacters = "";
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                // Length alone: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
                options.Password.RequiredLength = AccountRules.PasswordLength;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<AccountsDbContext>()
            .AddPasswordValidator<PasswordIsNotEmail>()
            .AddClaimsPrincipalFactory<AccountPrincipals>()
            .AddSignInManager();
    }
}
