using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.List;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Sessions.Start;

/// <summary>Leads to the session that moved last, or to the first one.</summary>
sealed class StartModel(IMediator mediator) : PageModel
{
    public string Name { get; private set; } = "";
    public string Query { get; private set; } = "";
    public int Found { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "sessions")] string? query, CancellationToken cancellationToken)
    {
        var user = CurrentUser.From(User)!;
        (Name, Query) = (user.Name, query?.Trim() ?? "");
        var sessions = await mediator.Send(new ListSessions(user, Query, null, Query.Length > 0 ? 40 : 1), cancellationToken);
        Found = sessions.Items.Count;
        return Query.Length == 0 && Found > 0 ? Redirect($"/chat/{sessions.Items[0].Id}") : Page();
    }
}
