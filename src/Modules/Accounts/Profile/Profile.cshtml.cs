using ChatMonolith.Modules.Accounts.Layout;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Accounts.Profile;

sealed class ProfileModel(IMediator mediator, SignInManager<User> signIn) : FormPage
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
        var changed = await mediator.Send(new ChangePassword(Me.Id, CurrentPassword, NewPassword), cancellationToken);
        if (changed.Failed) return Refuse(changed.Error);

        await signIn.SignInAsync(changed.Value, isPersistent: true);
        return Done("Your password is changed. Other browsers are signed out.");
    }

    LocalRedirectResult Done(string sentence)
    {
        Saved = sentence;
        return LocalRedirect("/settings/profile");
    }
}
