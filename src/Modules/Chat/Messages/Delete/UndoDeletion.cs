using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Chat.Threads;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Delete;

/// <summary>Brings back what was deleted together, while it is there: only the person who deleted it.</summary>
sealed record UndoDeletion(Guid DeletionId, CurrentUser By) : IRequest<Result<Restored>>;

sealed record Restored(Guid SessionId, Guid? ThreadId, int Messages);

sealed class UndoDeletionHandler(ChatDbContext db, IMediator mediator, SessionOrder order, ChatFeed feed, Sweeper sweeper, TimeProvider clock)
    : IRequestHandler<UndoDeletion, Result<Restored>>
{
    public async Task<Result<Restored>> Handle(UndoDeletion request, CancellationToken cancellationToken)
    {
        if (await Gone(request).AsNoTracking().Select(m => new { m.SessionId, m.DeletedById }).FirstOrDefaultAsync(cancellationToken) is not { } seen) return MessageErrors.TooLateToUndo;
        if (await mediator.Send(new GetSessionAccess(seen.SessionId, request.By.Id), cancellationToken) is not { } access) return MessageErrors.DeletionNotFound;
        if (seen.DeletedById != request.By.Id) return MessageErrors.NotYourDeletion;

        using var turn = await order.TakeAsync(seen.SessionId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.AdvanceAsync(seen.SessionId, 0, cancellationToken);
        var gone = await Gone(request).OrderBy(m => m.Ordinal).ToListAsync(cancellationToken);
        if (!access.CanWrite && !(access.CanComment && gone.TrueForAll(m => m.IsComment))) return ChatErrors.ReadOnly;
        if (gone.Count == 0 || clock.GetUtcNow() > gone[0].DeletedAt + sweeper.UndoTime) return MessageErrors.TooLateToUndo;

        // Where the deletion led people to another version, that came right before it.
        // The first is the one that was meant; threads went along with what they hang on.
        var (newest, left) = (gone.Last(m => m.ThreadId == gone[0].ThreadId), gone[0].Revision - 1);
        var state = await db.AdvanceAsync(seen.SessionId, gone.Count + 1, cancellationToken);
        foreach (var (i, one) in gone.Index()) one.Undelete(state.Revision - gone.Count + 1 + i);
        await db.SaveChangesAsync(cancellationToken);
        var to = newest.ThreadId is { } thread ? await ReturnInThreadAsync(thread, newest, left, state.Revision - gone.Count, cancellationToken)
            : await ReturnAsync(newest, left, state, state.Revision - gone.Count, cancellationToken);
        var roots = await db.RecountThreadsAsync(seen.SessionId, gone, cancellationToken);
        var others = await db.RenumberAsync(state.LastBranch, gone, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);

        var versions = state.LastBranch == 0 ? null : await db.SiblingsOfAsync(seen.SessionId, [.. gone, .. others], CancellationToken.None);
        if (to is not null) feed.Switched(seen.SessionId, to);
        await feed.ChangedTogetherAsync([.. gone.Select(m => MessageView.Of(m, null, versions?.GetValueOrDefault(m.Id)))]);
        foreach (var root in roots) await feed.ThreadChangedAsync(root);
        await feed.RenumberedAsync(others, versions);
        feed.UndoIsOver(seen.SessionId, request.By.Id);
        return new Restored(seen.SessionId, newest.ThreadId, gone.Count);
    }

    // The same words as the index over what waits to be wiped: there are few of them.
    IQueryable<Message> Gone(UndoDeletion request) => db.Messages.Where(m => m.DeletedAt != null && m.PurgedAt == null && m.DeletionId == request.DeletionId);

    /// <summary>Back to the version that the deletion led away from, unless people have gone elsewhere since.</summary>
    async Task<BranchSwitch?> ReturnAsync(Message newest, long left, TranscriptState state, long revision, CancellationToken cancellationToken)
    {
        var since = await db.Transcripts.Where(t => t.SessionId == newest.SessionId).Select(t => t.ActiveSince).SingleAsync(cancellationToken);
        var back = since == left && newest.Branch != state.ActiveBranch;
        var path = (await db.PathAsync(newest.SessionId, back ? newest.Branch : state.ActiveBranch, cancellationToken))!;
        var last = await db.LastOfAsync(newest.SessionId, path, cancellationToken);
        await db.ActivateAsync(newest.SessionId, path.Leaf, state.LastBranch, last, back ? revision : null, cancellationToken);
        return back ? new(path, null, Reload: true, revision) : null;
    }

    async Task<BranchSwitch?> ReturnInThreadAsync(Guid rootId, Message newest, long left, long revision, CancellationToken cancellationToken)
    {
        var root = (await db.RootAsync(newest.SessionId, rootId, cancellationToken))!;
        if (root.Thread!.Since != left || root.Thread.Branch == newest.Branch) return null;
        root.Thread.SwitchTo(newest.Branch, revision);
        return new((await db.PathAsync(newest.SessionId, newest.Branch, cancellationToken))!.Shown, null, Reload: true, revision);
    }
}
