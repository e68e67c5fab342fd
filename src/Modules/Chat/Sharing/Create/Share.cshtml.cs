using System.Globalization;
using ChatMonolith.Modules.Chat.Sharing.List;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Chat.Sharing.Create;

/// <summary>The links of a session and the form for a new one, whose address is shown once.</summary>
[ResponseCache(NoStore = true)]
sealed class ShareModel(IMediator mediator) : PageModel
{
    public sealed record Form(string? Kind, string? Label, string? ExpiresAt, string? Password, string? ReactionNames);

    public SessionAccess Session { get; private set; } = null!;
    public IReadOnlyList<ShareView> Links { get; private set; } = [];
    public Form Typed { get; private set; } = new("live", null, null, null, "true");
    public string? NewLink { get; private set; }
    public Error? Refusal { get; private set; }

    public string? ErrorFor(string? field) => Refusal is { } error && string.Equals(error.Field, field, StringComparison.OrdinalIgnoreCase) ? error.Message : null;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var me = CurrentUser.From(User)!;
        if (await mediator.Send(new GetSessionAccess(id, me.Id), cancellationToken) is not { } session) return NotFound();
        Session = session;
        var links = await mediator.Send(new ListShares(id, me), cancellationToken);
        if (links.Failed) return Refuse(links.Error);
        Links = links.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] Form form, CancellationToken cancellationToken)
    {
        Typed = form;
        // To the end of the last day, as people mean it.
        var day = DateOnly.TryParse(form.ExpiresAt, CultureInfo.InvariantCulture, out var last) ? new DateTimeOffset(last.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : (DateTimeOffset?)null;
        if (day is null && !string.IsNullOrEmpty(form.ExpiresAt)) return await AgainAsync(id, Error.Invalid("bad_day", "This is not a day. Choose one, or none.", "expiresAt"), cancellationToken);
        var made = await mediator.Send(new CreateShare(id, CurrentUser.From(User)!, new(ShareEndpoints.KindOf(form.Kind), form.Label, day, form.Password, form.ReactionNames is "true")), cancellationToken);
        if (made.Failed) return await AgainAsync(id, made.Error, cancellationToken);
        (NewLink, Typed) = (ShareEndpoints.UrlOf(Request, made.Value), new("live", null, null, null, "true"));
        return await OnGetAsync(id, cancellationToken);
    }

    async Task<IActionResult> AgainAsync(Guid id, Error refusal, CancellationToken cancellationToken) =>
        await OnGetAsync(id, cancellationToken) is PageResult ? Refuse(refusal) : NotFound();

    PageResult Refuse(Error refusal)
    {
        Refusal = refusal;
        Response.StatusCode = refusal.Status;
        return Page();
    }
}
