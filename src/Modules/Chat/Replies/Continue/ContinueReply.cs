using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Replies.Continue;

/// <summary>Lets an answer that ended too early go on in the same message, right behind its text. The agent stays the one that began it.</summary>
sealed record ContinueReply(Guid MessageId, CurrentUser By) : IRequest<Result<SentMessage>>;

sealed class ContinueReplyHandler(
    ChatDbContext db, IMediator mediator, SessionOrder order, ChatFeed feed, ReplyRunner runner, SendLimits limits, NodeName node, TimeProvider clock)
    : IRequestHandler<ContinueReply, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(ContinueReply request, CancellationToken cancellationToken)
    {
        var seen = await db.Messages.AsNoTracking().Where(m => m.Id == request.MessageId && m.AuthorKind == AuthorKind.Agent && m.DeletedAt == null)
            .Select(m => new { m.SessionId, m.AuthorId }).SingleOrDefaultAsync(cancellationToken);
        if (seen is null || await mediator.Send(new GetSessionAccess(seen.SessionId, request.By.Id), cancellationToken) is not { } access) return ChatErrors.MessageNotFound;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        if (limits.Refusal(request.By.Id) is { } refusal) return refusal;
        if (await mediator.Send(new FindAgent(seen.AuthorId), cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;

        using var turn = await order.TakeAsync(seen.SessionId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var state = await db.AdvanceAsync(seen.SessionId, 1, cancellationToken);
        // Read under the session's row lock: a second press finds the answer running.
        var reply = await db.Messages.SingleAsync(m => m.Id == request.MessageId, cancellationToken);
        if (reply.DeletedAt is not null) return ChatErrors.MessageNotFound;
        if (!reply.IsOver)
            return await db.Runs.Where(r => r.MessageId == reply.Id && r.EndedAt == null).Select(r => new SentMessage(reply.ParentId!.Value, reply.Id, r.Id, seen.SessionId))
                .FirstAsync(cancellationToken);
        if (reply.Status is MessageStatus.Done) return ChatErrors.NothingToContinue;
        if (!await db.Messages.AnyAsync(m => m.Id == reply.ParentId && m.DeletedAt == null, cancellationToken)) return MessageErrors.QuestionDeleted;

        reply.Reopen(state.Revision);
        var run = Run.Start(reply, request.By.Id, request.By.Name, agent.Model, node.Value, clock.GetUtcNow());
        db.Add(run);
        await runner.StartAsync(run, reply, async () =>
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }, async live => await feed.RunStartedAsync(run, MessageView.Of(reply, live.Snapshot(), await VersionsAsync(reply, state)), goesOn: true));
        return new SentMessage(reply.ParentId!.Value, reply.Id, run.Id, seen.SessionId);
    }

    async Task<Siblings?> VersionsAsync(Message reply, TranscriptState state) => state.LastBranch == 0 ? null
        : (await db.SiblingsOfAsync(reply.SessionId, [reply], CancellationToken.None)).GetValueOrDefault(reply.Id);
}

static class ContinueEndpoints
{
    public static async Task<IResult> Form(Guid id, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ContinueReply(id, user), ct)).ToHttp(sent => Answers.Quietly(request, sent.SessionId));

    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ContinueReply(id, user), ct)).ToHttp(sent => Results.Accepted(null, sent));
}
