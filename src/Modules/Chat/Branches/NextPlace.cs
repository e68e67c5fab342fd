using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Threads;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Branches;

/// <summary>Where the next messages go, and which version of the session becomes the active one by that.</summary>
/// <param name="Revision">The session's revision after the change: the last of the ordinals taken.</param>
/// <param name="Switch">Set when people who follow the active version have to see another one from now on.</param>
/// <param name="Root">In a thread the message that it hangs on, which counts its replies and so changes too.</param>
sealed record NextPlace(long Revision, int Branch, Guid? ParentId, int LastBranch, BranchSwitch? Switch, Message? Root = null);

/// <summary>The active version is another one: up to <paramref name="After"/> it is what it was, then come new messages.</summary>
/// <param name="After">Null when nothing of the former version is left.</param>
/// <param name="Reload">The new version has messages already, so that there is more to show than what comes.</param>
/// <param name="Revision">The change has a revision of its own, so that nobody sees it twice.</param>
/// <param name="Begins">There was nothing before: a thread's first version.</param>
sealed record BranchSwitch(SessionPath Path, Guid? After, bool Reload, long Revision, bool Begins = false);

/// <summary>
/// Takes ordinals in a session's order. Inside the caller's transaction; the session's row stays locked until it ends. Versions of threads
/// have ways of their own, and never become the session's active version.
/// </summary>
static class Placing
{
    /// <summary>At the end of the active version: the common case, one statement.</summary>
    public static async Task<NextPlace> AtEndAsync(this ChatDbContext db, Guid sessionId, int count, Guid newest, CancellationToken cancellationToken)
    {
        var state = await db.AdvanceAsync(sessionId, count, cancellationToken, head: newest);
        return new(state.Revision, state.ActiveBranch, state.HeadBefore, state.LastBranch, null);
    }

    /// <summary>At the end of the version that somebody looks at; null when there is no such version.</summary>
    public static async Task<NextPlace?> InBranchAsync(this ChatDbContext db, Guid sessionId, int branch, int count, Guid newest, CancellationToken cancellationToken)
    {
        var state = await db.AdvanceAsync(sessionId, count + 1, cancellationToken);
        if (await db.PathAsync(sessionId, branch, cancellationToken) is not { } path) return null;
        if (path.ThreadId is not null) return await db.OnwardsInThreadAsync(sessionId, path, count, cancellationToken);
        var last = await db.LastOfAsync(sessionId, path, cancellationToken);
        var switched = branch == state.ActiveBranch ? null : new BranchSwitch(path, last, Reload: true, state.Revision - count);
        await db.ActivateAsync(sessionId, branch, state.LastBranch, newest, switched?.Revision, cancellationToken);
        return new(state.Revision, branch, last, state.LastBranch, switched);
    }

    /// <summary>At the end of a version, as something that nothing follows; null when there is no such version. Which one is active stays.</summary>
    public static async Task<NextPlace?> AsideAsync(this ChatDbContext db, Guid sessionId, int? branch, CancellationToken cancellationToken)
    {
        var state = await db.AdvanceAsync(sessionId, 1, cancellationToken);
        var number = branch ?? state.ActiveBranch;
        if (await db.PathAsync(sessionId, number, cancellationToken) is not { } path) return null;
        return path.ThreadId is not null ? await db.AsideInThreadAsync(sessionId, path, cancellationToken) : new(state.Revision, number, null, state.LastBranch, null);
    }

    /// <summary>Right behind a message: in its version when it is the last there, else in a new version that leaves out what came after it.</summary>
    public static async Task<NextPlace> BehindAsync(this ChatDbContext db, Message message, int count, Guid newest, CancellationToken cancellationToken) =>
        await db.Messages.AnyAsync(m => m.SessionId == message.SessionId && m.Branch == message.Branch && m.Ordinal > message.Ordinal && m.DeletedAt == null && !m.IsComment, cancellationToken)
            ? await db.ForkAsync(message.SessionId, message.Branch, message.Ordinal, message.Id, count, newest, cancellationToken)
            : (await db.InBranchAsync(message.SessionId, message.Branch, count, newest, cancellationToken))!;

    /// <summary>In a new version that has nothing of <paramref name="branch"/> after <paramref name="upTo"/>.</summary>
    public static async Task<NextPlace> ForkAsync(
        this ChatDbContext db, Guid sessionId, int branch, long upTo, Guid? parentId, int count, Guid newest, CancellationToken cancellationToken)
    {
        var state = await db.AdvanceAsync(sessionId, count + 1, cancellationToken);
        var path = (await db.PathAsync(sessionId, branch, cancellationToken))!;
        if (path.ThreadId is not null) return await db.ForkInThreadAsync(sessionId, path, upTo, parentId, count, cancellationToken);
        var number = state.LastBranch + 1;
        db.Add(Branch.Fork(sessionId, number, branch, upTo));
        await db.ActivateAsync(sessionId, number, number, newest, state.Revision - count, cancellationToken);
        // Who followed a version that goes on to the fork sees it cut there; who followed another one needs all of it.
        var active = state.ActiveBranch == branch ? path : await db.PathAsync(sessionId, state.ActiveBranch, cancellationToken);
        return new(state.Revision, number, parentId, number, new(path.ForkedAfter(upTo, number), parentId, Reload: !active!.Contains(branch, upTo), state.Revision - count));
    }

    public static Task ActivateAsync(
        this ChatDbContext db, Guid sessionId, int branch, int lastBranch, Guid? head, long? since, CancellationToken cancellationToken) =>
        db.Transcripts.Where(t => t.SessionId == sessionId).ExecuteUpdateAsync(t => t
            .SetProperty(x => x.ActiveBranch, branch).SetProperty(x => x.LastBranch, lastBranch)
            .SetProperty(x => x.Head, head).SetProperty(x => x.ActiveSince, x => since ?? x.ActiveSince), cancellationToken);
}
