using System.Security.Claims;
using ChatMonolith.Modules.Accounts.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ChatMonolith.Modules.Accounts.Access;

/// <summary>The cookie says who; what they may do now comes from the account, so that nothing taken away lives on in a cookie.</summary>
sealed class CookieCheck(ActiveAccounts accounts) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var account = Guid.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? await accounts.FindAsync(id, context.HttpContext.RequestAborted) : null;
        if (account is not null && account.Stamp == context.Principal!.FindFirstValue(Account.StampClaim))
        {
            context.ReplacePrincipal(account.ToPrincipal(context.Scheme.Name));
            return;
        }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (!PageNavigation.Is(request)) return AccessRefusal.WriteAsync(context.HttpContext, AccessRefusal.SignedOut);

        var here = $"{request.PathBase}{request.Path}{request.QueryString}";
        context.Response.Redirect($"/sign-in?returnUrl={Uri.EscapeDataString(here)}");
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        AccessRefusal.WriteAsync(context.HttpContext, AccessRefusal.NotAllowed);
}
