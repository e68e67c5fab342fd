using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.List;
using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Sessions.Start;

sealed class AllModel(IMediator mediator) : PageModel
{
    public SessionPage Sessions { get; private set; } = new([], null);

    public async Task OnGetAsync(string? cursor, CancellationToken cancellationToken) =>
        Sessions = await mediator.Send(new ListSessions(CurrentUser.From(User)!, null, cursor, 50), cancellationToken);
}
