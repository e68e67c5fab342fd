using System.Security.Claims;
using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ChatMonolith.Modules.Accounts.Access;

/// <summary>The cookie says who; what they may do now comes from the account, so that nothing taken away lives on in a cookie.</summary>
sealed class CookieCheck(ActiveAccounts accounts, ActiveDevices devices) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var ended = context.HttpContext.RequestAborted;
        if (CurrentUser.From(context.Principal) is { AccessId: { } device } user && await accounts.FindAsync(user.Id, ended) is { } account
            && account.Stamp == context.Principal!.FindFirstValue(Account.StampClaim) && await devices.IsSignedInAsync(device, user.Id, ended))
        {
            context.ReplacePrincipal(account.ToPrincipal(context.Scheme.Name, device));
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
