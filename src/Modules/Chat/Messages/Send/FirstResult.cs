using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Send;

static class FirstResult
{
    /// <summary>What the first send with this id brought about; null when there was none.</summary>
    public static async Task<SentMessage?> FirstResultAsync(
        this ChatDbContext db, Guid sessionId, CurrentUser by, string? clientMessageId, CancellationToken cancellationToken)
    {
        if (clientMessageId is null) return null;
        if (await Find(db, sessionId, by.Id.ToString(), clientMessageId) is not { } message) return null;
        // Later answers to it are versions, in branches of their own.
        var replies = await db.Messages.AsNoTracking().Where(r => r.SessionId == sessionId && r.ParentId == message.Id && r.Branch == message.Branch && r.AuthorKind == AuthorKind.Agent)
            .Join(db.Runs, r => r.Id, run => run.MessageId, (r, run) => new { r.Id, r.Ordinal, RunId = run.Id, run.StartedAt })
            .OrderBy(x => x.Ordinal).ThenBy(x => x.StartedAt).ToListAsync(cancellationToken);
        return SentMessage.Of(sessionId, message.Id, [.. replies.DistinctBy(r => r.Id).Select(r => new StartedReply(r.Id, r.RunId))], message.ThreadId);
    }

    /// <summary>The same, or a refusal when the first was about other words: they must not be taken for sent.</summary>
    public static async Task<Result<SentMessage>?> RepeatedAsync(this ChatDbContext db, Guid sessionId, CurrentUser by, NewQuestion question, CancellationToken cancellationToken)
    {
        if (await db.FirstResultAsync(sessionId, by, question.ClientMessageId, cancellationToken) is not { } first) return null;
        var isAnother = await db.Messages.AnyAsync(m => m.Id == first.MessageId && m.EditedAt == null && m.DeletedAt == null && m.Content != question.Content, cancellationToken);
        return isAnother ? Result<SentMessage>.Fail(ChatErrors.IdTaken) : first;
    }

    sealed record Place(Guid Id, int Branch, Guid? ThreadId);

    // Asked for every message: compiled once.
    static readonly Func<ChatDbContext, Guid, string, string, Task<Place?>> Find =
        EF.CompileAsyncQuery((ChatDbContext db, Guid sessionId, string author, string clientMessageId) => db.Messages
            .Where(m => m.SessionId == sessionId && m.AuthorId == author && m.ClientMessageId == clientMessageId)
            .Select(m => new Place(m.Id, m.Branch, m.ThreadId)).SingleOrDefault());

    /// <summary>The same for Regenerate, Retry and Continue, which store the id with the run. A result that was deleted is none.</summary>
    public static async Task<SentMessage?> FirstRunAsync(
        this ChatDbContext db, Guid sessionId, CurrentUser by, string? clientMessageId, CancellationToken cancellationToken)
    {
        if (clientMessageId is null) return null;
        var first = await db.Runs.AsNoTracking()
            .Where(r => r.SessionId == sessionId && r.UserId == by.Id && r.ClientMessageId == clientMessageId)
            .Join(db.Messages.Where(m => m.DeletedAt == null), r => r.MessageId, m => m.Id, (r, m) => new { m.ParentId, m.Id, m.ThreadId, RunId = r.Id })
            .FirstOrDefaultAsync(cancellationToken);
        return first is null ? null : SentMessage.Of(sessionId, first.ParentId!.Value, [new(first.Id, first.RunId)], first.ThreadId);
    }
}
