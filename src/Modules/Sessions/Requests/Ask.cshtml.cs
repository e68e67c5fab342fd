using System.Globalization;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using Htmx;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Sessions.Requests;

/// <summary>Where somebody asks to be let in. Made without a look at the session, so that it is the same for every address.</summary>
[ResponseCache(NoStore = true)]
sealed class AskModel(IMediator mediator) : PageModel
{
    public const string Answer = "If there is a session at this address, its owner sees that you asked. When they let you in, it is in your list.";

    public Guid SessionId { get; private set; }
    public bool HasAsked { get; private set; }
    public Error? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        SessionId = id;
        return await mediator.Send(new GetSessionAccess(id, CurrentUser.From(User)!.Id), cancellationToken) is null ? Page() : Redirect($"/chat/{id}");
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        SessionId = id;
        var asked = await mediator.Send(new AskForAccess(id, CurrentUser.From(User)!), cancellationToken);
        (HasAsked, Refusal) = (!asked.Failed, asked.Error);
        if (asked.Failed)
        {
            Response.StatusCode = asked.Error.Status;
            if (asked.Error.RetryAfter is { } wait) Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
        return Request.IsHtmx() ? Partial("/Modules/Sessions/Requests/_Asked.cshtml", asked.Error?.Message) : Page();
    }
}
