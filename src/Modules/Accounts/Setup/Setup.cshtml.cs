using ChatMonolith.Modules.Accounts.Access;
using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Layout;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace ChatMonolith.Modules.Accounts.Setup;

[AllowAnonymous, EnableRateLimiting(TryLimits.Policy)]
sealed class SetupModel(FirstAdministrator first, IMediator mediator, DeviceSignIn devices) : FormPage
{
    [BindProperty(SupportsGet = true)] public string? Token { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? DisplayName { get; set; }
    [BindProperty] public string? Password { get; set; }

    /// <summary>Why there is no form to show.</summary>
    public Error? Closed { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await first.CheckAsync(Token, cancellationToken) is { } closed ? Close(closed) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var made = await mediator.Send(new CompleteSetup(Token, Email, DisplayName, Password), cancellationToken);
        if (made.Failed)
            return made.Error == FirstAdministrator.AlreadySetUp || made.Error == FirstAdministrator.LinkInvalid ? Close(made.Error) : Refuse(made.Error);

        await devices.SignInAsync(made.Value, cancellationToken);
        return LocalRedirect("/");
    }

    IActionResult Close(Error error)
    {
        Closed = error;
        return Refuse(error);
    }
}
