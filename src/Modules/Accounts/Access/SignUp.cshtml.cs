using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Layout;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ChatMonolith.Modules.Accounts.Access;

[AllowAnonymous, EnableRateLimiting(TryLimits.Policy)]
sealed class SignUpModel(IMediator mediator, DeviceSignIn devices, IOptions<AccountsOptions> options) : FormPage
{
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? DisplayName { get; set; }
    [BindProperty] public string? Password { get; set; }

    bool IsOpen => options.Value.SignUp == Accounts.SignUp.Open;

    public IActionResult OnGet() => IsOpen ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!IsOpen) return NotFound();
        var made = await mediator.Send(new SignUpPerson(Email, DisplayName, Password), cancellationToken);
        if (made.Failed) return Refuse(made.Error);

        await devices.SignInAsync(made.Value, cancellationToken);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }
}
