using ChatMonolith.Modules.Accounts.Keys;
using ChatMonolith.Modules.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Accounts.Access;

/// <summary>How a request proves who sends it, and that everything needs such a proof unless it says otherwise.</summary>
static class AccessRegistration
{
    public const string Scheme = "ChatMonolith";

    public static void AddAccess(this IServiceCollection services)
    {
        services.AddScoped<CookieCheck>();
        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, options => options.ForwardDefaultSelector = context =>
                KeyHandler.HasKey(context.Request) ? KeyHandler.Scheme : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyHandler>(KeyHandler.Scheme, null)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "chatmonolith";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = TimeSpan.FromDays(30);
                options.SlidingExpiration = true;
                options.EventsType = typeof(CookieCheck);
            });

        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(CurrentUser.AdministratorRole, policy => policy.RequireRole(CurrentUser.AdministratorRole));
    }
}
