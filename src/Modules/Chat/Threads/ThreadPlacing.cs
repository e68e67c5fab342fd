using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Threads;

/// <summary>
/// Takes places in threads. Before the messages, which have the last revisions, come that of the message that the thread hangs on, and that
/// of a switch to another version: everybody hears of them in this order.
/// </summary>
static class ThreadPlacing
{
    /// <summary>At the end of a thread's current version; the first message begins it. Null when the message takes no replies.</summary>
    /// <param name="aside">It is a comment, which follows nothing.</param>
    public static async Task<NextPlace?> InThreadAsync(this ChatDbContext db, Guid sessionId, Guid rootId, int count, bool aside, CancellationToken cancellationToken)
    {
        var place = await AtEndOfThreadAsync(db, sessionId, rootId, count, cancellationToken);
        return aside && place is not null ? place with { ParentId = null } : place;
    }

    static async Task<NextPlace?> AtEndOfThreadAsync(ChatDbContext db, Guid sessionId, Guid rootId, int count, CancellationToken cancellationToken)
    {
        var state = await db.AdvanceAsync(sessionId, count + 1, cancellationToken);
        // Read under the session's row lock: of two who begin a thread at once, the second finds the first one's.
        if (await db.RootAsync(sessionId, rootId, cancellationToken) is not { TakesReplies: true } root) return null;
        if (root.Thread is { } thread)
            return await db.OnwardsInThreadAsync(sessionId, (await db.PathAsync(sessionId, thread.Branch, cancellationToken))!, count, cancellationToken);

        state = await db.AdvanceAsync(sessionId, 1, cancellationToken);
        var number = await db.NewBranchAsync(root, state, root.Branch, root.Ordinal, cancellationToken);
        var path = (await db.PathAsync(sessionId, root.Branch, cancellationToken))!.ThreadUnder(root.Id, root.Ordinal, number).Shown;
        root.BeginThread(number);
        root.ThreadHolds(state.Revision - count, new(count, count, null));
        return new(state.Revision, number, root.Id, number, new(path, null, Reload: false, state.Revision - count - 1, Begins: true), root);
    }

    /// <summary>At the end of a version of a thread, which becomes its current one. The caller has taken revisions for the messages and one more.</summary>
    public static async Task<NextPlace?> OnwardsInThreadAsync(this ChatDbContext db, Guid sessionId, SessionPath path, int count, CancellationToken cancellationToken)
    {
        var state = await db.AdvanceAsync(sessionId, 1, cancellationToken);
        if (await db.RootAsync(sessionId, path.ThreadId!.Value, cancellationToken) is not { TakesReplies: true } root) return null;
        var (shown, switching) = (path.Shown, state.Revision - count - 1);
        var last = await db.LastOfAsync(sessionId, shown, cancellationToken);
        var to = root.Thread!.Branch == path.Leaf ? null : new BranchSwitch(shown, last, Reload: true, switching);
        if (to is not null) root.Thread.SwitchTo(path.Leaf, switching);
        root.ThreadHolds(state.Revision - count, (await db.ThreadSizeAsync(sessionId, shown, cancellationToken)).With(count));
        return new(state.Revision, path.Leaf, last ?? root.Id, state.LastBranch, to, root);
    }

    /// <summary>A comment at the end of a version of a thread. Which one is current stays. Revisions as above.</summary>
    public static async Task<NextPlace?> AsideInThreadAsync(this ChatDbContext db, Guid sessionId, SessionPath path, CancellationToken cancellationToken)
    {
        var state = await db.AdvanceAsync(sessionId, 1, cancellationToken);
        if (await db.RootAsync(sessionId, path.ThreadId!.Value, cancellationToken) is not { TakesReplies: true } root) return null;
        var current = (await db.PathAsync(sessionId, root.Thread!.Branch, cancellationToken))!;
        root.ThreadHolds(state.Revision - 1, (await db.ThreadSizeAsync(sessionId, current.Shown, cancellationToken)).With(current.Contains(path.Leaf, state.Revision) ? 1 : 0));
        return new(state.Revision, path.Leaf, null, state.LastBranch, null, root);
    }

    /// <summary>In a new version of a thread that has nothing of <paramref name="path"/> after <paramref name="upTo"/>. Revisions as above.</summary>
    public static async Task<NextPlace> ForkInThreadAsync(
        this ChatDbContext db, Guid sessionId, SessionPath path, long upTo, Guid? parentId, int count, CancellationToken cancellationToken)
    {
        var state = await db.AdvanceAsync(sessionId, 1, cancellationToken);
        var root = (await db.RootAsync(sessionId, path.ThreadId!.Value, cancellationToken))!;
        var current = root.Thread!.Branch == path.Leaf ? path : (await db.PathAsync(sessionId, root.Thread.Branch, cancellationToken))!;
        var number = await db.NewBranchAsync(root, state, path.Leaf, upTo, cancellationToken);
        var (next, switching) = (path.ForkedAfter(upTo, number).Shown, state.Revision - count - 1);
        root.Thread.SwitchTo(number, switching);
        root.ThreadHolds(state.Revision - count, (await db.ThreadSizeAsync(sessionId, next, cancellationToken)).With(count));
        // The message that the thread hangs on stands above it: after that is at its very beginning.
        return new(state.Revision, number, parentId, number, new(next, parentId == root.Id ? null : parentId, Reload: !current.Contains(path.Leaf, upTo), switching), root);
    }

    public static Task<Message?> RootAsync(this ChatDbContext db, Guid sessionId, Guid rootId, CancellationToken cancellationToken) =>
        db.Messages.SingleOrDefaultAsync(m => m.Id == rootId && m.SessionId == sessionId, cancellationToken);

    static async Task<int> NewBranchAsync(this ChatDbContext db, Message root, TranscriptState state, int parent, long upTo, CancellationToken cancellationToken)
    {
        var number = state.LastBranch + 1;
        db.Add(Branch.Fork(root.SessionId, number, parent, upTo, root.Id));
        await db.Transcripts.Where(t => t.SessionId == root.SessionId).ExecuteUpdateAsync(t => t.SetProperty(x => x.LastBranch, number), cancellationToken);
        return number;
    }
}
