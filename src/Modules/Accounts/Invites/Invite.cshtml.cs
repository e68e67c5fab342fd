using ChatMonolith.Modules.Accounts.Access;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Layout;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ChatMonolith.Modules.Accounts.Invites;

[AllowAnonymous, EnableRateLimiting(TryLimits.Policy)]
sealed class InviteModel(AccountsDbContext db, IMediator mediator, DeviceSignIn devices, TimeProvider time) : FormPage
{
    [BindProperty(SupportsGet = true)] public string Token { get; set; } = "";
    [BindProperty] public string? DisplayName { get; set; }
    [BindProperty] public string? Password { get; set; }

    /// <summary>Whose link it is; null when it opens nothing.</summary>
    public string? Email { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await db.InvitedAsync(Token, time.GetUtcNow(), cancellationToken) is not { } user) return Refuse(AcceptInviteHandler.NotValid);
        (Email, DisplayName) = (user.Email, user.DisplayName);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var accepted = await mediator.Send(new AcceptInvite(Token, DisplayName, Password), cancellationToken);
        if (accepted.Failed)
        {
            Email = (await db.InvitedAsync(Token, time.GetUtcNow(), cancellationToken))?.Email;
            return Refuse(accepted.Error);
        }
        await devices.SignInAsync(accepted.Value, cancellationToken);
        return LocalRedirect("/");
    }
}
