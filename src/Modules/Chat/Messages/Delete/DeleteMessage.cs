using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Chat.Threads;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Delete;

/// <summary>Takes a message away, alone or with what follows it. For a few seconds it can be brought back; then the text is wiped.</summary>
/// <param name="Seen">What the person saw when they decided; null deletes whatever is there.</param>
sealed record DeleteMessage(Guid MessageId, CurrentUser By, DeletionScope Scope, SeenMessages? Seen = null) : IRequest<Result<Deletion>>;

/// <param name="Stale">Set when something was said or changed since it was seen: then nothing is deleted, and this is what is there now.</param>
sealed record Deletion(Guid DeletionId, DateTimeOffset UndoUntil, [property: JsonIgnore] Guid SessionId, [property: JsonIgnore] StaleDeletion? Stale = null);

sealed record StaleDeletion(MessageView Message, MessageView Newest, SeenMessages Now);

/// <summary>Some messages as they were at one moment: the newest of their revisions, and how many they were. Anything that is said, edited or brought back changes it.</summary>
sealed record SeenMessages(long? Revision, int? Count)
{
    public static SeenMessages Of(IReadOnlyCollection<Message> messages) => new(messages.Max(m => m.Revision), messages.Count);

    public bool IsStill(SeenMessages now) => (Revision is null || Revision == now.Revision) && (Count is null || Count == now.Count);
}

sealed class DeleteMessageHandler(ChatDbContext db, MessageAccess access, SessionOrder order, ChatFeed feed, Sweeper sweeper, TimeProvider clock)
    : IRequestHandler<DeleteMessage, Result<Deletion>>
{
    const int Most = 1000;

    public async Task<Result<Deletion>> Handle(DeleteMessage request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(request.MessageId, request.By, cancellationToken) is not { } seen) return ChatErrors.MessageNotFound;
        var session = seen.Message.SessionId;

        using var turn = await order.TakeAsync(session, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Locks the session's row: what is counted below can neither grow nor begin to run meanwhile.
        await db.AdvanceAsync(session, 0, cancellationToken);
        if (await db.Messages.SingleOrDefaultAsync(m => m.Id == request.MessageId && m.DeletedAt == null, cancellationToken) is not { } message) return ChatErrors.MessageNotFound;
        var others = request.Scope is not DeletionScope.Version ? null : (await db.SiblingsOfAsync(session, [message], cancellationToken)).GetValueOrDefault(message.Id);
        if (request.Scope is DeletionScope.Version && others is null) return MessageErrors.OnlyVersion;
        List<Message> gone = request.Scope is DeletionScope.Message ? [message]
            : await (await db.FromOnAsync(message, cancellationToken)).Take(Most + 1).ToListAsync(cancellationToken);
        if (gone.Count > Most) return MessageErrors.TooManyToDelete(Most);
        if (await db.RefusalAsync(seen.Session, request.By, gone, cancellationToken) is { } refusal) return refusal;
        if (gone.Exists(m => !m.IsOver)) return ChatErrors.StillRunning;
        if (SeenMessages.Of(gone) is var there && request.Seen?.IsStill(there) is false)
            return new Deletion(default, default, session, new(MessageView.Of(message), MessageView.Of(gone.MaxBy(m => m.Revision)!), there));

        var (now, id) = (clock.GetUtcNow(), Guid.CreateVersion7());
        var deletion = new Deleting(id, request.By.Id, request.By.Name, gone.Count, now);
        // One more, for the switch to another version: each event has a revision of its own.
        var state = await db.AdvanceAsync(session, gone.Count + 1, cancellationToken);
        foreach (var (i, one) in gone.Index()) one.Delete(state.Revision - gone.Count + 1 + i, deletion, isFirst: i == 0);
        await db.SaveChangesAsync(cancellationToken);
        var to = message.ThreadId is { } thread ? await LeaveInThreadAsync(thread, message, others, state.Revision - gone.Count, cancellationToken)
            : await LeaveAsync(message, others, state, state.Revision - gone.Count, cancellationToken);
        var roots = await db.RecountThreadsAsync(session, gone, cancellationToken);
        var left = await db.RenumberAsync(state.LastBranch, gone, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);

        feed.ForgetPast(session);
        if (to is not null) feed.Switched(session, to);
        await feed.ChangedTogetherAsync([.. gone.Select(m => MessageView.Of(m))]);
        foreach (var root in roots) await feed.ThreadChangedAsync(root);
        await feed.RenumberedAsync(left, await db.SiblingsOfAsync(session, left, CancellationToken.None));
        var until = now + sweeper.UndoTime;
        sweeper.ComeBackAt(until);
        return new Deletion(id, until, session);
    }

    /// <summary>Where people are now: on another version, or at what remains of this one.</summary>
    async Task<BranchSwitch?> LeaveAsync(Message message, Siblings? others, TranscriptState state, long revision, CancellationToken cancellationToken)
    {
        var session = message.SessionId;
        var path = (await db.PathAsync(session, state.ActiveBranch, cancellationToken))!;
        var next = path.Contains(message.Branch, message.Ordinal) ? others?.Previous ?? others?.Next : null;
        if (next is not null) path = (await db.PathAsync(session, next.Branch, cancellationToken))!;
        var last = await db.LastOfAsync(session, path, cancellationToken);
        await db.ActivateAsync(session, path.Leaf, state.LastBranch, last, next is null ? null : revision, cancellationToken);
        return next is null ? null : new(path, null, Reload: true, revision);
    }

    /// <summary>The same for who looks at a thread; the conversation stays what it is.</summary>
    async Task<BranchSwitch?> LeaveInThreadAsync(Guid rootId, Message message, Siblings? others, long revision, CancellationToken cancellationToken)
    {
        var root = (await db.RootAsync(message.SessionId, rootId, cancellationToken))!;
        var path = (await db.PathAsync(message.SessionId, root.Thread!.Branch, cancellationToken))!;
        if (!path.Contains(message.Branch, message.Ordinal) || (others?.Previous ?? others?.Next) is not { } next) return null;
        root.Thread.SwitchTo(next.Branch, revision);
        return new((await db.PathAsync(message.SessionId, next.Branch, cancellationToken))!.Shown, null, Reload: true, revision);
    }
}
