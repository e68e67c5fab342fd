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

    /// <summary>What each choice would take now: it goes back with the choice, so that nothing is deleted that was not seen.</summary>
    public SeenMessages Alone { get; private set; } = new(null, null);
    public SeenMessages Below { get; private set; } = new(null, null);
    public int FromHereOn => Below.Count ?? 0;

    /// <summary>What is there instead of what was seen; null while it is that.</summary>
    public StaleDeletion? Stale { get; private set; }
    public Siblings? Versions { get; private set; }
    public DeletionScope Scope { get; private set; }
    public bool CanDelete { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var me = CurrentUser.From(User)!;
        if (await access.FindAsync(id, me, cancellationToken) is not { } seen) return NotFound();
        About(seen.Message);
        if (await db.RefusalAsync(seen.Session, me, [seen.Message], cancellationToken) is { } refusal) return Refused(refusal);
        Alone = SeenMessages.Of([seen.Message]);
        Below = await (await db.FromOnAsync(seen.Message, cancellationToken)).GroupBy(_ => 1).Select(g => new SeenMessages(g.Max(m => m.Revision), g.Count())).SingleAsync(cancellationToken);
        Versions = (await db.SiblingsOfAsync(SessionId, [seen.Message], cancellationToken)).GetValueOrDefault(id);
        CanDelete = true;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string? scope, [FromForm] long? revision, [FromForm] long? newest, [FromForm] int? count, CancellationToken cancellationToken)
    {
        var opened = await OnGetAsync(id, cancellationToken);
        if (!CanDelete) return opened;
        if (DeletionScopes.Read(scope) is not { } which) return Refused(MessageErrors.UnknownScope);
        Scope = which;
        var shown = which is DeletionScope.Message ? new SeenMessages(revision, null) : new(newest, count);
        var deleted = await mediator.Send(new DeleteMessage(id, CurrentUser.From(User)!, which, shown), cancellationToken);
        if (deleted is { Failed: false, Value.Stale: { } stale })
        {
            Stale = stale;
            if (which is DeletionScope.Message) Alone = stale.Now;
            else Below = stale.Now;
            return Refused(MessageErrors.DeleteConflict);
        }
        return deleted.Failed ? Refused(deleted.Error) : Done(which is DeletionScope.Version ? $"{Conversation}#undo" : Back);
    }
}
