using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Sessions.Participants;

sealed class PeopleModel(IMediator mediator) : PageModel
{
    public SessionAccess Session { get; private set; } = null!;
    public CurrentUser Me { get; private set; } = null!;
    public string? Email { get; private set; }
    public string? Role { get; private set; }
    public string? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        Me = CurrentUser.From(User)!;
        if (await mediator.Send(new GetSessionAccess(id, Me.Id), cancellationToken) is not { } session) return NotFound();
        Session = session;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string? email, [FromForm] string? role, CancellationToken cancellationToken)
    {
        var added = await mediator.Send(new AddParticipant(id, CurrentUser.From(User)!, email ?? "", ParticipantEndpoints.RoleOf(role)), cancellationToken);
        if (!added.Failed) return Redirect($"/chat/{id}/people");
        if (await OnGetAsync(id, cancellationToken) is not PageResult page) return NotFound();
        (Email, Role, Refusal) = (email, role, added.Error.Message);
        Response.StatusCode = added.Error.Status;
        return page;
    }
}
