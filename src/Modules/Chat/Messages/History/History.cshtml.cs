using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages.Edit;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.History;

sealed class HistoryModel(IMediator mediator, ChatDbContext db) : PageModel
{
    public MessageHistory History { get; private set; } = null!;
    public Error? Refusal { get; private set; }
    public string Back => $"{ChatAddress.Of(History.Message.SessionId, History.Message.ThreadId)}?around={History.Message.Id}#{Fragments.PrefixOf(History.Message.Id)}";

    public async Task<IActionResult> OnGetAsync(Guid id, long? before, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new ReadHistory(id, CurrentUser.From(User)!, before), cancellationToken);
        if (found.Failed) return NotFound();
        History = found.Value;
        return Page();
    }

    /// <summary>Says again what an earlier text said: one more edit, so that nothing of the history goes.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] long restore, [FromForm] long? revision, CancellationToken cancellationToken)
    {
        if (await OnGetAsync(id, null, cancellationToken) is not PageResult page) return NotFound();
        var earlier = await db.Wordings.AsNoTracking().SingleOrDefaultAsync(w => w.MessageId == id && w.Revision == restore, cancellationToken);
        var saved = earlier is null ? MessageErrors.WordingNotFound : await mediator.Send(new EditMessage(id, CurrentUser.From(User)!, earlier.Content, revision), cancellationToken);
        if (saved is { Failed: false, Value.Stale: false }) return Redirect(Back);
        Refusal = saved.Failed ? saved.Error : MessageErrors.EditConflict;
        Response.StatusCode = Refusal.Status;
        return page;
    }
}
