using ChatMonolith.Modules.Accounts.Layout;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Accounts.Devices;

sealed class DevicesModel(IMediator mediator) : FormPage
{
    public IReadOnlyList<DeviceView> Devices { get; private set; } = [];
    [TempData] public string? Done { get; set; }

    CurrentUser Me => CurrentUser.From(User)!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Devices = await mediator.Send(new ListDevices(Me.Id, Me.AccessId), cancellationToken);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        // One that is signed out already is what was asked for.
        await mediator.Send(new SignOutDevices(Me.Id, Only: id), cancellationToken);
        Done = "It is signed out.";
        return LocalRedirect("/settings/devices");
    }

    public async Task<IActionResult> OnPostOthersAsync(CancellationToken cancellationToken)
    {
        var others = await mediator.Send(new SignOutDevices(Me.Id, But: Me.AccessId), cancellationToken);
        Done = others == 1 ? "One other browser is signed out." : $"{others} other browsers are signed out.";
        return LocalRedirect("/settings/devices");
    }
}
