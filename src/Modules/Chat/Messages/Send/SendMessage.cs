using System.Text.Json.Serialization;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatMonolith.Modules.Chat.Messages.Send;

/// <summary>Says something in a session and starts the chosen agent's answer. The same client id twice gives the first result again.</summary>
sealed record SendMessage(Guid SessionId, CurrentUser By, string Content, string? ClientMessageId, string? Agent, Guid? ParentId) : IRequest<Result<SentMessage>>;

sealed record SentMessage(Guid MessageId, Guid ReplyId, Guid RunId, [property: JsonIgnore] Guid SessionId);

sealed class SendMessageValidator : AbstractValidator<SendMessage>
{
    public SendMessageValidator()
    {
        RuleFor(r => r.Content).Must(c => !string.IsNullOrWhiteSpace(c)).WithErrorCode("content_empty").WithMessage("There is nothing to send yet. Type a message first.")
            .MaximumLength(Message.MaxContent).WithErrorCode("content_too_long").WithMessage($"A message has at most {Message.MaxContent:N0} characters. Shorten it, or send it in parts.");
        RuleFor(r => r.ClientMessageId).MaximumLength(64).WithMessage("A client message id has at most 64 characters.");
        RuleFor(r => r.Agent).MaximumLength(200).WithMessage("This is not the id of an agent. Choose one from the list.");
    }
}

sealed class SendMessageHandler(
    ChatDbContext db, IMediator mediator, SessionOrder order, ChatFeed feed, ReplyRunner runner, OutboxSignal outbox, NodeName node, TimeProvider clock)
    : IRequestHandler<SendMessage, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(SendMessage request, CancellationToken cancellationToken)
    {
        var access = await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken);
        if (access is null) return ChatErrors.SessionNotFound;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        var wanted = string.IsNullOrEmpty(request.Agent) ? access.AgentId : request.Agent;
        if (await mediator.Send(new FindAgent(wanted), cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;
        if (request.ParentId is { } parent && !await db.Messages.AnyAsync(m => m.Id == parent && m.SessionId == request.SessionId, cancellationToken))
            return ChatErrors.ParentNotFound;

        if (agent.Id != access.AgentId && !string.IsNullOrEmpty(request.Agent))
            await mediator.Send(new ChooseSessionAgent(request.SessionId, agent.Id), cancellationToken);
        try
        {
            return await StoreAsync(request, agent, cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } && request.ClientMessageId is not null)
        {
            return await FirstResultAsync(request, cancellationToken);
        }
    }

    async Task<SentMessage> StoreAsync(SendMessage request, AgentSummary agent, CancellationToken cancellationToken)
    {
        var content = ChatText.Clean(request.Content);
        var now = clock.GetUtcNow();
        LiveRun started;
        using (await order.TakeAsync(request.SessionId, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var last = (await db.AdvanceAsync(request.SessionId, 2, 0, null, cancellationToken)).Revision;
            var message = Message.FromPerson(request.SessionId, request.ParentId, last - 1, request.By.Id, request.By.Name, Given(request.ClientMessageId), content, now);
            var reply = Message.Reply(request.SessionId, message.Id, last, agent.Id, agent.Name, now);
            var run = Run.Start(reply, request.By.Id, request.By.Name, agent.Model, node.Value, now);
            db.AddRange(message, reply, run);
            db.Publish(new MessagePosted(request.SessionId, message.Id, request.By.Id, ChatText.Preview(content), now));
            started = await runner.StartAsync(run, reply, async () =>
            {
                await db.SaveChangesAsync(cancellationToken);
                // From here on the message is a fact; a closed tab must not undo it.
                await transaction.CommitAsync(CancellationToken.None);
            }, async live =>
            {
                await feed.MessageCreatedAsync(MessageView.Of(message));
                await feed.RunStartedAsync(run, MessageView.Of(reply, live.Snapshot()));
            });
        }
        outbox.Wake(typeof(ChatDbContext));
        return new(started.Reply.ParentId!.Value, started.Reply.Id, started.Run.Id, request.SessionId);
    }

    async Task<Result<SentMessage>> FirstResultAsync(SendMessage request, CancellationToken cancellationToken)
    {
        var author = request.By.Id.ToString();
        var first = await db.Messages.AsNoTracking()
            .Where(m => m.SessionId == request.SessionId && m.AuthorId == author && m.ClientMessageId == request.ClientMessageId)
            .Join(db.Messages, m => m.Id, r => r.ParentId, (m, r) => new { m.Id, ReplyId = r.Id, r.Ordinal })
            .Join(db.Runs, x => x.ReplyId, run => run.MessageId, (x, run) => new { x.Id, x.ReplyId, x.Ordinal, RunId = run.Id, run.StartedAt })
            .OrderBy(x => x.Ordinal).ThenBy(x => x.StartedAt).FirstAsync(cancellationToken);
        return new SentMessage(first.Id, first.ReplyId, first.RunId, request.SessionId);
    }

    static string? Given(string? id) => string.IsNullOrEmpty(id) ? null : id;
}
