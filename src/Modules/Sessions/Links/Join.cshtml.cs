using System.Globalization;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Sessions.Links;

/// <summary>Who invites to what, and the button. Opening the address uses nothing: mail programs and scanners open links too.</summary>
[ResponseCache(NoStore = true)]
sealed class JoinModel(IMediator mediator) : PageModel
{
    public string Token { get; private set; } = "";
    public LinkOffer? Offer { get; private set; }
    public Error? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancellationToken)
    {
        Token = token;
        var looked = await mediator.Send(new LookAtLink(token, CurrentUser.From(User)!), cancellationToken);
        if (looked.Failed) return Refuse(looked.Error);
        Offer = looked.Value;
        return Offer.HasAll ? Redirect($"/chat/{Offer.SessionId}") : Page();
    }

    public async Task<IActionResult> OnPostAsync(string token, [FromForm] string? password, CancellationToken cancellationToken)
    {
        Token = token;
        var by = CurrentUser.From(User)!;
        var joined = await mediator.Send(new JoinByLink(token, password, by), cancellationToken);
        if (!joined.Failed) return Redirect($"/chat/{joined.Value.Id}");
        var looked = await mediator.Send(new LookAtLink(token, by), cancellationToken);
        if (looked.Failed) return Refuse(looked.Error);
        Offer = looked.Value;
        return Refuse(joined.Error);
    }

    PageResult Refuse(Error error)
    {
        Refusal = error;
        Response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait) Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Page();
    }
}
