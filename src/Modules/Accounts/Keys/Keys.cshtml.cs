using ChatMonolith.Modules.Accounts.Layout;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Accounts.Keys;

sealed class KeysModel(IMediator mediator) : FormPage
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public DateOnly? ExpiresAt { get; set; }

    /// <summary>The key that has just been made: travels encrypted through the redirect and is shown once.</summary>
    [TempData] public string? NewKey { get; set; }

    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    Guid Me => CurrentUser.From(User)!.Id;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Keys = await mediator.Send(new ListKeys(Me), cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // "Until the 5th" includes the 5th.
        var end = ExpiresAt is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero) : (DateTimeOffset?)null;
        var made = await mediator.Send(new CreateKey(Me, Name, end), cancellationToken);
        if (made.Failed)
        {
            await OnGetAsync(cancellationToken);
            return Refuse(made.Error);
        }
        NewKey = made.Value.Key;
        return LocalRedirect("/settings/keys");
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken cancellationToken)
    {
        // A key that is gone already is what was asked for.
        await mediator.Send(new RevokeKey(Me, id), cancellationToken);
        return LocalRedirect("/settings/keys");
    }
}
