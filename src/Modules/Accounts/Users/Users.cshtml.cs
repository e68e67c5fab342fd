using ChatMonolith.Modules.Accounts.Invites;
using ChatMonolith.Modules.Accounts.Layout;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ChatMonolith.Modules.Accounts.Users;

[Authorize(CurrentUser.AdministratorRole)]
sealed class UsersModel(IMediator mediator, IOptions<AccountsOptions> options) : FormPage
{
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? DisplayName { get; set; }
    [BindProperty] public string? Password { get; set; }
    [BindProperty] public string? Role { get; set; }
    [BindProperty(SupportsGet = true, Name = "q")] public string? Search { get; set; }

    /// <summary>The link for the person of <see cref="LinkFor"/>: travels encrypted through the redirect and is shown once.</summary>
    [TempData] public string? Link { get; set; }
    [TempData] public string? LinkFor { get; set; }
    [TempData] public string? Saved { get; set; }

    public UserList People { get; private set; } = new([], 0);
    public CurrentUser Me => CurrentUser.From(User)!;
    public bool NeedsPassword => options.Value.SignUp == SignUp.Closed;

    public async Task OnGetAsync(CancellationToken cancellationToken) => People = await mediator.Send(new ListUsers(Search), cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var made = await mediator.Send(new CreateUser(Email, NeedsPassword ? Password ?? "" : null, DisplayName, Role), cancellationToken);
        if (made.Failed) return await RefuseAsync(made.Error, cancellationToken);
        return made.Value.InviteUrl is { } path ? Show(path, made.Value.Email) : Done($"{made.Value.Email} is added.");
    }

    public async Task<IActionResult> OnPostLinkAsync(CancellationToken cancellationToken)
    {
        var made = await mediator.Send(new CreateInvite(Email), cancellationToken);
        return made.Failed ? await RefuseAsync(made.Error, cancellationToken) : Show(made.Value, Email!);
    }

    public async Task<IActionResult> OnPostChangeAsync(string? role, bool? disabled, CancellationToken cancellationToken)
    {
        var changed = await mediator.Send(new ChangeUser(Me.Id, Email, Role: role, Disabled: disabled), cancellationToken);
        return changed.Failed ? await RefuseAsync(changed.Error, cancellationToken) : Done($"{Email} is changed.");
    }

    async Task<IActionResult> RefuseAsync(Kernel.Errors.Error error, CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        return Refuse(error);
    }

    LocalRedirectResult Show(string path, string email)
    {
        (Link, LinkFor) = ($"{Request.Scheme}://{Request.Host}{Request.PathBase}{path}", email);
        return LocalRedirect("/admin/users");
    }

    LocalRedirectResult Done(string sentence)
    {
        Saved = sentence;
        return LocalRedirect("/admin/users");
    }
}
