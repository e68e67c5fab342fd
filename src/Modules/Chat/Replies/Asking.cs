using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What a person asks: new words, or none when the question is there already.</summary>
sealed record NewQuestion(string Content, string? ClientMessageId)
{
    public string Content { get; } = ChatText.Clean(Content);
    public string? ClientMessageId { get; } = string.IsNullOrEmpty(ClientMessageId) ? null : ClientMessageId;
}

/// <summary>Stores a question and its answer-to-be in one transaction, tells everybody and starts the run: the only way to an answer.</summary>
sealed class Asking(
    ChatDbContext db, SessionOrder order, ChatFeed feed, ReplyRunner runner, SendLimits limits, OutboxSignal outbox, NodeName node, TimeProvider clock)
{
    /// <summary>What somebody gets instead of a new answer: the first result when they ask the same again, or a refusal. Null when they may go on.</summary>
    public Result<SentMessage>? Instead(SessionAccess access, CurrentUser by, SentMessage? first)
    {
        if (first is not null) return first;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        return limits.Refusal(by.Id) is { } refusal ? Result<SentMessage>.Fail(refusal) : (Result<SentMessage>?)null;
    }

    /// <summary>The same question twice gives the first result again; so does the same client id without one.</summary>
    /// <param name="place">Takes ordinals for the question and its answer, inside the transaction; null gives up.</param>
    public async Task<SentMessage?> AskAsync(
        Guid sessionId, CurrentUser by, AgentSummary agent, NewQuestion? question, Func<int, Guid, Task<NextPlace?>> place, CancellationToken cancellationToken, string? clientMessageId = null)
    {
        try
        {
            return await StoreAsync(sessionId, by, agent, question, place, clientMessageId, cancellationToken);
        }
        catch (DbUpdateException e) when ((clientMessageId ?? question?.ClientMessageId) is not null && IsRepeat(e))
        {
            db.ChangeTracker.Clear();
            if (question?.ClientMessageId is { } id) return await db.FirstResultAsync(sessionId, by, id, cancellationToken);
            // What the id brought about is deleted: then it is asked once more.
            return await db.FirstRunAsync(sessionId, by, clientMessageId, cancellationToken) ?? await StoreAsync(sessionId, by, agent, null, place, null, cancellationToken);
        }
    }

    static bool IsRepeat(DbUpdateException e) => e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    async Task<SentMessage?> StoreAsync(
        Guid sessionId, CurrentUser by, AgentSummary agent, NewQuestion? question, Func<int, Guid, Task<NextPlace?>> place, string? clientMessageId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (messageId, replyId) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now));
        var words = question is null ? null : Written.Of(messageId, question.Content);
        LiveRun started;
        using (await order.TakeAsync(sessionId, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await place(question is null ? 1 : 2, replyId) is not { } taken) return null;
            var message = words is null ? null : Message.FromPerson(sessionId, taken, taken.Revision - 1, by.Id, by.Name, question!.ClientMessageId, words, now);
            var reply = Message.Reply(replyId, sessionId, message?.Id ?? taken.ParentId!.Value, taken, agent.Id, agent.Name, now);
            if (message is not null)
            {
                db.Add(message);
                db.Publish(new MessagePosted(sessionId, message.Id, by.Id, ChatText.Preview(message.Content), now));
            }
            db.Add(reply);
            started = await StartAsync(reply, null, by, agent, clientMessageId, transaction, live => AnnounceAsync(taken, message, live), cancellationToken);
        }
        if (question is not null) outbox.Wake(typeof(ChatDbContext));
        return started.Sent;
    }

    /// <summary>Lets an answer that ended too early go on behind its text.</summary>
    public async Task<Result<SentMessage>> GoOnAsync(Guid sessionId, Guid messageId, CurrentUser by, AgentSummary agent, string? clientMessageId, CancellationToken cancellationToken)
    {
        try
        {
            return await ReopenAsync(sessionId, messageId, by, agent, clientMessageId, cancellationToken);
        }
        catch (DbUpdateException e) when (clientMessageId is not null && IsRepeat(e))
        {
            db.ChangeTracker.Clear();
            return await db.FirstRunAsync(sessionId, by, clientMessageId, cancellationToken) is { } first ? first : ChatErrors.MessageNotFound;
        }
    }

    async Task<Result<SentMessage>> ReopenAsync(Guid sessionId, Guid messageId, CurrentUser by, AgentSummary agent, string? clientMessageId, CancellationToken cancellationToken)
    {
        var begun = Begun.Of(await db.Messages.AsNoTracking().SingleAsync(m => m.Id == messageId, cancellationToken));
        using var turn = await order.TakeAsync(sessionId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var state = await db.AdvanceAsync(sessionId, 1, cancellationToken);
        // Read under the session's row lock: a second press finds the answer running.
        var reply = await db.Messages.SingleAsync(m => m.Id == messageId, cancellationToken);
        if (reply.DeletedAt is not null) return ChatErrors.MessageNotFound;
        if (!reply.IsOver)
            return await db.Runs.Where(r => r.MessageId == reply.Id && r.EndedAt == null)
                .Select(r => new SentMessage(reply.ParentId!.Value, reply.Id, r.Id, sessionId)).FirstAsync(cancellationToken);
        if (reply.Status is MessageStatus.Done) return ChatErrors.NothingToContinue;
        if (!await db.Messages.AnyAsync(m => m.Id == reply.ParentId && m.DeletedAt == null, cancellationToken)) return MessageErrors.QuestionDeleted;

        reply.Reopen(state.Revision, makeRoomForSources: !agent.TellsSourcesAgain);
        var started = await StartAsync(reply, begun, by, agent, clientMessageId, transaction, async live =>
        {
            var versions = await VersionsAsync(state.LastBranch, reply);
            await feed.RunStartedAsync(live.Run, MessageView.Of(reply, live.Snapshot(), versions?.GetValueOrDefault(reply.Id)), goesOn: true);
        }, cancellationToken);
        return started.Sent;
    }

    Task<LiveRun> StartAsync(
        Message reply, Begun? begun, CurrentUser by, AgentSummary agent, string? clientMessageId, IDbContextTransaction transaction, Func<LiveRun, Task> announce, CancellationToken cancellationToken)
    {
        var run = Run.Start(reply, by.Id, by.Name, agent.Model, node.Value, clientMessageId, clock.GetUtcNow());
        db.Add(run);
        return runner.StartAsync(run, reply, begun, async () =>
        {
            await db.SaveChangesAsync(cancellationToken);
            // From here on the message is a fact; a closed tab must not undo it.
            await transaction.CommitAsync(CancellationToken.None);
        }, announce);
    }

    async Task AnnounceAsync(NextPlace place, Message? message, LiveRun live)
    {
        var versions = await VersionsAsync(place.LastBranch, message is null ? [live.Reply] : [message, live.Reply]);
        if (place.Switch is { } to) feed.Switched(live.Reply.SessionId, to);
        if (message is not null) await feed.MessageCreatedAsync(MessageView.Of(message, null, versions?.GetValueOrDefault(message.Id)));
        await feed.RunStartedAsync(live.Run, MessageView.Of(live.Reply, live.Snapshot(), versions?.GetValueOrDefault(live.Reply.Id)));
    }

    async Task<IReadOnlyDictionary<Guid, Siblings>?> VersionsAsync(int lastBranch, params Message[] messages) =>
        lastBranch == 0 ? null : await db.SiblingsOfAsync(messages[0].SessionId, messages, CancellationToken.None);
}
