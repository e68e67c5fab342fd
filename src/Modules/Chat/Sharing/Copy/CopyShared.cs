using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Sharing.Copy;

/// <summary>A session of one's own that begins with what the link shows. Whoever asks has been let in already.</summary>
sealed record CopyShared(Share Share, CurrentUser By) : IRequest<Result<Guid>>;

sealed class CopySharedHandler(ChatDbContext db, IMediator mediator, SendLimits limits, TimeProvider clock) : IRequestHandler<CopyShared, Result<Guid>>
{
    public async Task<Result<Guid>> Handle(CopyShared request, CancellationToken cancellationToken)
    {
        var (share, by) = (request.Share, request.By);
        if (limits.Refusal(by.Id) is { } tooFast) return tooFast;
        var said = share.IsLive ? await SaidNowAsync(share.SessionId, cancellationToken) : await SaidThenAsync(share.Id, cancellationToken);
        if (said.Count == 0) return ShareErrors.NothingSaid;

        var now = clock.GetUtcNow();
        var session = Guid.CreateVersion7(now);
        var ids = new Strangers(by.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var messages = new List<Message>();
        foreach (var text in said)
            messages.Add(Message.Copy(session, messages.LastOrDefault()?.Id, messages.Count + 1, text, ids.Of(text.Author), now));
        await db.AdvanceAsync(session, messages.Count, cancellationToken, head: messages[^1].Id);
        db.AddRange(messages);
        await db.SaveChangesAsync(cancellationToken);
        // Last, when nothing but the commit is left: a copy that fails leaves no empty session behind.
        await mediator.Send(new StartSession(session, by, share.Title), cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return session;
    }

    // The newest; what is deleted or not finished yet is left out, and comments too: in a copy agents would read them.
    async Task<List<SharedText>> SaidNowAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var branch = await db.Transcripts.Where(t => t.SessionId == sessionId).Select(t => t.ActiveBranch).SingleOrDefaultAsync(cancellationToken);
        var path = await db.PathAsync(sessionId, branch, cancellationToken) ?? SessionPath.First;
        var rows = await db.UpTo(sessionId, path, long.MaxValue, ShareErrors.MostCopied, comments: false).ToListAsync(cancellationToken);
        return [.. rows.Where(m => m.DeletedAt is null && m.IsOver && m.Content.Length > 0).OrderBy(m => m.Ordinal).Select(SharedText.Of)];
    }

    async Task<List<SharedText>> SaidThenAsync(Guid shareId, CancellationToken cancellationToken)
    {
        var rows = await db.SharedMessages.AsNoTracking().Where(m => m.ShareId == shareId).OrderByDescending(m => m.Ordinal).Take(ShareErrors.MostCopied).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(r => r.Ordinal).Select(r => r.Read()).Where(t => t.Content.Length > 0)];
    }

    /// <summary>Who reads by a link does not learn the ids of accounts: everybody else gets one of this copy's own.</summary>
    sealed class Strangers(Guid me)
    {
        readonly Dictionary<string, string> _ids = new() { [me.ToString()] = me.ToString() };

        public string Of(AuthorView author)
        {
            if (author.Kind == "agent") return author.Id;
            if (!_ids.TryGetValue(author.Id, out var id)) _ids[author.Id] = id = Guid.NewGuid().ToString();
            return id;
        }
    }
}
