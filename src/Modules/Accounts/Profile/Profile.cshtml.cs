using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Layout;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Accounts.Profile;

sealed class ProfileModel(IMediator mediator, DeviceSignIn devices) : FormPage
{
    [BindProperty] public string? DisplayName { get; set; }
    [BindProperty] public string? CurrentPassword { get; set; }
    [BindProperty] public string? NewPassword { get; set; }
    [TempData] public string? Saved { get; set; }

    public CurrentUser Me => CurrentUser.From(User)!;

    public void OnGet() => DisplayName = Me.Name;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var changed = await mediator.Send(new ChangeName(Me.Id, DisplayName), cancellationToken);
        return changed.Failed ? Refuse(changed.Error) : Done("Your name is saved.");
    }

    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancellationToken)
    {
        DisplayName = Me.Name;
        var changed = await mediator.Send(new ChangePassword(Me.Id, CurrentPassword, NewPassword, Me.AccessId), cancellationToken);
        if (changed.Failed) return Refuse(changed.Error);

        if (Me.AccessId is { } device) await devices.RenewAsync(changed.Value, device);
        return Done("Your password is changed. Other browsers are signed out.");
    }

    LocalRedirectResult Done(string sentence)
    {
        Saved = sentence;
        return LocalRedirect("/settings/profile");
    }
}
