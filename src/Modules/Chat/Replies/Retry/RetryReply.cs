using ChatMonolith.Modules.Agents.Contracts;
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

namespace ChatMonolith.Modules.Chat.Replies.Retry;

/// <summary>Asks again after a failed, interrupted or stopped answer. The old text stays where it is; the new answer comes below.</summary>
sealed record RetryReply(Guid MessageId, CurrentUser By) : IRequest<Result<SentMessage>>;

sealed class RetryReplyHandler(ChatDbContext db, IMediator mediator, SessionOrder order, ChatFeed feed, ReplyRunner runner, NodeName node, TimeProvider clock)
    : IRequestHandler<RetryReply, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(RetryReply request, CancellationToken cancellationToken)
    {
        var old = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.MessageId, cancellationToken);
        if (old?.ParentId is not { } question || old.AuthorKind is not AuthorKind.Agent) return ChatErrors.MessageNotFound;
        if (await mediator.Send(new GetSessionAccess(old.SessionId, request.By.Id), cancellationToken) is not { } access) return ChatErrors.MessageNotFound;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        if (!old.IsOver) return ChatErrors.StillRunning;
        if (old.Status is MessageStatus.Done) return ChatErrors.NothingToRetry;
        var agent = await mediator.Send(new FindAgent(access.AgentId ?? old.AuthorId), cancellationToken) ?? await mediator.Send(new FindAgent(null), cancellationToken);
        if (agent is null) return ChatErrors.AgentNotFound;

        using (await order.TakeAsync(old.SessionId, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var now = clock.GetUtcNow();
            var ordinal = (await db.AdvanceAsync(old.SessionId, 1, 0, null, cancellationToken)).Revision;
            // Under the session's row lock: two people who press Retry together get one answer.
            var running = await db.Runs.Where(r => r.SessionId == old.SessionId && r.EndedAt == null)
                .Join(db.Messages.Where(m => m.ParentId == question), r => r.MessageId, m => m.Id, (r, m) => new { RunId = r.Id, MessageId = m.Id }).FirstOrDefaultAsync(cancellationToken);
            if (running is not null) return new SentMessage(question, running.MessageId, running.RunId, old.SessionId);

            var reply = Message.Reply(old.SessionId, question, ordinal, agent.Id, agent.Name, now);
            var run = Run.Start(reply, request.By.Id, request.By.Name, agent.Model, node.Value, now);
            db.AddRange(reply, run);
            await runner.StartAsync(run, reply, async () =>
            {
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
            }, live => feed.RunStartedAsync(run, MessageView.Of(reply, live.Snapshot())));
            return new SentMessage(question, reply.Id, run.Id, old.SessionId);
        }
    }
}

static class RetryEndpoints
{
    public static async Task<IResult> Form(Guid id, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RetryReply(id, user), ct)).ToHttp(sent => Answers.Quietly(request, sent.SessionId));

    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RetryReply(id, user), ct)).ToHttp(sent => Results.Accepted(null, sent));
}
