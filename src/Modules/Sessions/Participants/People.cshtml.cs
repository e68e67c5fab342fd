using System.Globalization;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Invitations;
using ChatMonolith.Modules.Sessions.Links;
using ChatMonolith.Modules.Sessions.Requests;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>Who takes part and how, and for the owner the ways in. Every act is a plain form that comes back to this page.</summary>
[ResponseCache(NoStore = true)]
sealed class PeopleModel(IMediator mediator, TimeProvider clock) : PageModel
{
    /// <summary>Parts of the page that show a refusal themselves; all others are told of at the top.</summary>
    public const string InvitePart = "invite", LinkPart = "links", Top = "";
    string? _part;

    public SessionAccess Session { get; private set; } = null!;
    public CurrentUser Me { get; private set; } = null!;
    public IReadOnlyList<Invitation> Waiting { get; private set; } = [];
    public IReadOnlyList<LinkView> Links { get; private set; } = [];
    public IReadOnlyList<RequestView> Asking { get; private set; } = [];

    /// <summary>What was typed and refused.</summary>
    public string? Who { get; private set; }
    public string? Role { get; private set; }
    public LinkForm Link { get; private set; } = new(null, null, null, null, null);
    public Error? Refusal { get; private set; }

    /// <summary>The address of a link that was made just now; it is not shown again.</summary>
    public string? NewLink { get; private set; }

    /// <summary>The sentence that belongs to a part of the page.</summary>
    public string? RefusalOf(string part) => _part == part ? Refusal?.Message : null;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        Me = CurrentUser.From(User)!;
        if (await mediator.Send(new GetSessionAccess(id, Me.Id), cancellationToken) is not { } session) return NotFound();
        Session = session;
        if (!session.IsOwner) return Page();
        Waiting = await mediator.Send(new ListInvitations(id), cancellationToken);
        Links = (await mediator.Send(new ListLinks(id, Me), cancellationToken)).Value ?? [];
        Asking = (await mediator.Send(new ListRequests(id, Me), cancellationToken)).Value ?? [];
        return Page();
    }

    public Task<IActionResult> OnPostAsync(Guid id, [FromForm] string? who, [FromForm] string? role, CancellationToken cancellationToken)
    {
        (Who, Role) = (who, role);
        return DoAsync(id, InvitePart, by => new AddParticipant(id, by, who ?? "", SessionRoles.Parse(role, SessionRole.Editor)), cancellationToken);
    }

    public Task<IActionResult> OnPostRoleAsync(Guid id, [FromForm] string? email, [FromForm] string? role, CancellationToken cancellationToken) =>
        DoAsync(id, Top, by => new ChangeRole(id, by, email ?? "", SessionRoles.Parse(role)), cancellationToken);

    public Task<IActionResult> OnPostRemoveAsync(Guid id, [FromForm] string? email, CancellationToken cancellationToken) =>
        DoAsync(id, Top, by => new RemoveParticipant(id, by, email ?? ""), cancellationToken);

    public Task<IActionResult> OnPostLeaveAsync(Guid id, CancellationToken cancellationToken) =>
        DoAsync(id, Top, by => new RemoveParticipant(id, by, by.Email), cancellationToken, "/");

    public Task<IActionResult> OnPostTransferAsync(Guid id, [FromForm] string? email, CancellationToken cancellationToken) =>
        DoAsync(id, Top, by => new TransferOwnership(id, by, email ?? ""), cancellationToken);

    public Task<IActionResult> OnPostRevokeAsync(Guid id, [FromForm] Guid link, CancellationToken cancellationToken) =>
        DoAsync(id, LinkPart, by => new RevokeLink(id, by, link), cancellationToken);

    /// <summary>Without a role they are not let in.</summary>
    public Task<IActionResult> OnPostAnswerAsync(Guid id, [FromForm] Guid person, [FromForm] string? role, [FromForm] bool accept, CancellationToken cancellationToken) =>
        DoAsync(id, Top, by => new AnswerRequest(id, by, person, accept ? SessionRoles.Parse(role) : null), cancellationToken);

    public async Task<IActionResult> OnPostLinkAsync(Guid id, [FromForm] LinkForm link, CancellationToken cancellationToken)
    {
        Link = link;
        var made = await mediator.Send(link.ToRequest(id, CurrentUser.From(User)!, clock.GetUtcNow()), cancellationToken);
        if (made.Failed) return await RefuseAsync(id, LinkPart, made.Error, cancellationToken);
        (NewLink, Link) = (CreateLinkEndpoint.UrlOf(Request, made.Value.Token), new(null, null, null, null, null));
        return await OnGetAsync(id, cancellationToken);
    }

    async Task<IActionResult> DoAsync<T>(Guid id, string part, Func<CurrentUser, IRequest<Result<T>>> request, CancellationToken cancellationToken, string? then = null)
    {
        var done = await mediator.Send(request(CurrentUser.From(User)!), cancellationToken);
        return done.Failed ? await RefuseAsync(id, part, done.Error, cancellationToken) : Redirect(then ?? $"/chat/{id}/people");
    }

    async Task<IActionResult> RefuseAsync(Guid id, string part, Error refusal, CancellationToken cancellationToken)
    {
        // Whoever does not take part gets the same as everywhere.
        if (await OnGetAsync(id, cancellationToken) is not PageResult page) return NotFound();
        (Refusal, _part) = (refusal, Session.IsOwner ? part : Top);
        Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } wait) Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return page;
    }
}
