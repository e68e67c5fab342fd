using ChatMonolith.Modules.Accounts.Layout;
using ChatMonolith.Modules.Accounts.Setup;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ChatMonolith.Modules.Accounts.Access;

[AllowAnonymous, EnableRateLimiting(TryLimits.Policy)]
sealed class SignInModel(IMediator mediator, FirstAdministrator first, IOptions<AccountsOptions> options) : FormPage
{
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Password { get; set; }

    public bool IsOpen => options.Value.SignUp == SignUp.Open;
    public bool NeedsSetup { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (User.Identity?.IsAuthenticated is true) return Return();
        NeedsSetup = await first.IsOpenAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new SignIn(Email, Password), cancellationToken);
        return outcome.Failed ? Refuse(outcome.Error) : Return();
    }

    // Only to this site: a foreign address would lend it the trust of a fresh sign-in.
    LocalRedirectResult Return() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
}
