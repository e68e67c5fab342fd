using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Delete;

/// <summary>Asks what to delete, with the numbers of messages that each choice takes.</summary>
sealed class DeleteModel(ChatDbContext db, MessageAccess access, IMediator mediator, Sweeper sweeper) : PanelPage
{
    public int UndoSeconds => (int)sweeper.UndoTime.TotalSeconds;
    public int FromHereOn { get; private set; }
    public Siblings? Versions { get; private set; }
    public DeletionScope Scope { get; private set; }
    public bool CanDelete { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var me = CurrentUser.From(User)!;
        if (await access.FindAsync(id, me, cancellationToken) is not { } seen) return NotFound();
        About(seen.Message);
        if (await db.RefusalAsync(seen.Session, me, [seen.Message], cancellationToken) is { } refusal) return Refused(refusal);
        FromHereOn = await (await db.FromOnAsync(seen.Message, cancellationToken)).CountAsync(cancellationToken);
        Versions = (await db.SiblingsOfAsync(SessionId, [seen.Message], cancellationToken)).GetValueOrDefault(id);
        CanDelete = true;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string? scope, CancellationToken cancellationToken)
    {
        var opened = await OnGetAsync(id, cancellationToken);
        if (!CanDelete) return opened;
        if (DeletionScopes.Read(scope) is not { } which) return Refused(MessageErrors.UnknownScope);
        Scope = which;
        var deleted = await mediator.Send(new DeleteMessage(id, CurrentUser.From(User)!, which), cancellationToken);
        return deleted.Failed ? Refused(deleted.Error) : Done(which is DeletionScope.Version ? $"{Conversation}#undo" : Back);
    }
}
