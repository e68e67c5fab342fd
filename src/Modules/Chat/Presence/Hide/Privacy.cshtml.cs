using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Chat.Presence.Hide;

/// <summary>The choices as a form; a box that is not ticked hides nothing.</summary>
[Authorize]
sealed class PrivacyModel(Privacy privacy, IMediator mediator) : PageModel
{
    public Hidden Hidden { get; private set; }
    public bool Saved { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Hidden = await privacy.OfAsync(CurrentUser.From(User)!.Id, cancellationToken);
        Saved = Request.Query.ContainsKey("saved");
    }

    public async Task<IActionResult> OnPostAsync(bool hideTyping, bool hidePresence, bool hideReads, CancellationToken cancellationToken)
    {
        await mediator.Send(new ChangePrivacy(CurrentUser.From(User)!, hideTyping, hidePresence, hideReads), cancellationToken);
        return Redirect("/settings/privacy?saved");
    }
}
