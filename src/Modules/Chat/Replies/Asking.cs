using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Mentions;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Notices;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What a person says, to agents or to people only.</summary>
/// <param name="SummaryOf">The message whose thread the answer summarises.</param>
sealed record NewQuestion(string Content, string? ClientMessageId, Guid? SummaryOf = null)
{
    public string Content { get; } = ChatText.Clean(Content);
    public string? ClientMessageId { get; } = string.IsNullOrEmpty(ClientMessageId) ? null : ClientMessageId;
    public Named Named { get; init; } = Named.Nobody;
    public bool IsComment { get; init; }
}

/// <summary>Stores a question and its answers-to-be in one transaction, tells everybody and starts the runs: the only way to an answer.</summary>
sealed class Asking(
    ChatDbContext db, SessionOrder order, ChatFeed feed, ReplyRunner runner, PersonNotices notices, SendLimits limits, OutboxSignal outbox, NodeName node, TimeProvider clock)
{
    /// <summary>What somebody gets instead of a new answer: the first result when they ask the same again, or a refusal. Null when they may go on.</summary>
    public Result<SentMessage>? Instead(SessionAccess access, CurrentUser by, SentMessage? first, int answers = 1)
    {
        if (first is not null) return first;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        return limits.Refusal(by.Id, answers) is { } refusal ? Result<SentMessage>.Fail(refusal) : (Result<SentMessage>?)null;
    }

    /// <summary>The same question twice gives the first result again; so does the same client id without one.</summary>
    /// <param name="agents">Who answers, beside each other; nobody when it is empty.</param>
    /// <param name="question">New words, or null when the question is there already.</param>
    /// <param name="place">Takes ordinals for the question and its answers, inside the transaction; null gives up.</param>
    public async Task<SentMessage?> AskAsync(
        Guid sessionId, CurrentUser by, IReadOnlyList<AgentSummary> agents, NewQuestion? question, Func<int, Guid, Task<NextPlace?>> place, CancellationToken cancellationToken, string? clientMessageId = null)
    {
        try
        {
            return await StoreAsync(sessionId, by, agents, question, place, clientMessageId, cancellationToken);
        }
        catch (DbUpdateException e) when ((clientMessageId ?? question?.ClientMessageId) is not null && IsRepeat(e))
        {
            db.ChangeTracker.Clear();
            if (question?.ClientMessageId is { } id) return await db.FirstResultAsync(sessionId, by, id, cancellationToken);
            // What the id brought about is deleted: then it is asked once more.
            return await db.FirstRunAsync(sessionId, by, clientMessageId, cancellationToken) ?? await StoreAsync(sessionId, by, agents, null, place, null, cancellationToken);
        }
    }

    static bool IsRepeat(DbUpdateException e) => e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    async Task<SentMessage?> StoreAsync(
        Guid sessionId, CurrentUser by, IReadOnlyList<AgentSummary> agents, NewQuestion? question, Func<int, Guid, Task<NextPlace?>> place, string? clientMessageId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var messageId = Guid.CreateVersion7(now);
        Guid[] replyIds = [.. agents.Select(_ => Guid.CreateVersion7(now))];
        var words = question is null ? null : Written.Of(messageId, question.Content, question.Named.Names);
        SentMessage sent;
        using (await order.TakeAsync(sessionId, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await place(agents.Count + (question is null ? 0 : 1), replyIds is [.., var newest] ? newest : messageId) is not { } taken) return null;
            taken.Root?.Thread!.Grew(now);
            var message = words is null ? null : Say(Message.FromPerson(sessionId, taken, taken.Revision - agents.Count, by, question!, words, now), now);
            var mentioned = message is null ? [] : db.KeepMentions(message, question!.Named, [], now);
            var asked = message?.Id ?? taken.ParentId!.Value;
            IReadOnlyList<Message> others = [];
            List<NewAnswer> answers = [.. agents.Select((agent, i) => Begin(Message.Reply(replyIds[i], sessionId, asked, taken.Branch, taken.Revision - agents.Count + 1 + i, agent.Id, agent.Name, now, taken.Root?.Id), null, by, agent, clientMessageId))];
            var started = await StartAsync(answers, transaction, async () => others = await db.RenumberAsync(taken.LastBranch, With(message, answers.Select(a => a.Reply)), cancellationToken),
                live => AnnounceAsync(sessionId, taken, message, live, others), cancellationToken);
            if (message is not null) _ = notices.MentionedAsync(message, mentioned);
            sent = SentMessage.Of(sessionId, asked, [.. started.Select(l => new StartedReply(l.Reply.Id, l.Run.Id))], taken.Root?.Id);
        }
        if (question is not null) outbox.Wake(typeof(ChatDbContext));
        return sent;
    }

    Message Say(Message message, DateTimeOffset now)
    {
        db.Add(message);
        db.Publish(new MessagePosted(message.SessionId, message.Id, Guid.Parse(message.AuthorId), ChatText.Preview(message.Content), now, message.IsComment));
        return message;
    }

    NewAnswer Begin(Message reply, Begun? begun, CurrentUser by, AgentSummary agent, string? clientMessageId)
    {
        // One that goes on is there already, and must not be added again.
        if (db.Entry(reply).State is EntityState.Detached) db.Add(reply);
        var run = Run.Start(reply, by.Id, by.Name, agent.Model, node.Value, clientMessageId, clock.GetUtcNow());
        db.Add(run);
        return new(run, reply, begun);
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
                .Select(r => SentMessage.Of(sessionId, reply.ParentId!.Value, new[] { new StartedReply(reply.Id, r.Id) }, reply.ThreadId)).FirstAsync(cancellationToken);
        if (reply.Status is MessageStatus.Done) return ChatErrors.NothingToContinue;
        if (!await db.Messages.AnyAsync(m => m.Id == reply.ParentId && m.DeletedAt == null, cancellationToken)) return MessageErrors.QuestionDeleted;

        reply.Reopen(state.Revision, makeRoomForSources: !agent.TellsSourcesAgain);
        var started = await StartAsync([Begin(reply, begun, by, agent, clientMessageId)], transaction, () => Task.CompletedTask, async live =>
        {
            var versions = await VersionsAsync(state.LastBranch, reply);
            await feed.RunStartedAsync(live[0].Run, MessageView.Of(reply, live[0].Snapshot(), versions?.GetValueOrDefault(reply.Id)), goesOn: true);
        }, cancellationToken);
        return SentMessage.Of(sessionId, reply.ParentId!.Value, [new(reply.Id, started[0].Run.Id)], reply.ThreadId);
    }

    /// <param name="alsoChange">What else changes by the answers that are stored.</param>
    Task<IReadOnlyList<LiveRun>> StartAsync(
        IReadOnlyList<NewAnswer> answers, IDbContextTransaction transaction, Func<Task> alsoChange, Func<IReadOnlyList<LiveRun>, Task> announce, CancellationToken cancellationToken) =>
        runner.StartAsync(answers, async () =>
        {
            await db.SaveChangesAsync(cancellationToken);
            await alsoChange();
            // From here on the message is a fact; a closed tab must not undo it.
            await transaction.CommitAsync(CancellationToken.None);
        }, announce);

    static List<Message> With(Message? message, IEnumerable<Message> replies) => [.. message is null ? [] : new[] { message }, .. replies];

    async Task AnnounceAsync(Guid sessionId, NextPlace place, Message? message, IReadOnlyList<LiveRun> live, IReadOnlyList<Message> others)
    {
        var versions = await VersionsAsync(place.LastBranch, [.. With(message, live.Select(l => l.Reply)), .. others]);
        if (place.Switch is { } to) feed.Switched(sessionId, to);
        if (place.Root is { } root) await feed.ThreadChangedAsync(root);
        if (message is not null) await feed.MessageCreatedAsync(MessageView.Of(message, null, versions?.GetValueOrDefault(message.Id)));
        foreach (var answer in live)
            await feed.RunStartedAsync(answer.Run, MessageView.Of(answer.Reply, answer.Snapshot(), versions?.GetValueOrDefault(answer.Reply.Id)));
        await feed.RenumberedAsync(others, versions);
    }

    async Task<IReadOnlyDictionary<Guid, Siblings>?> VersionsAsync(int lastBranch, params Message[] messages) =>
        lastBranch == 0 ? null : await db.SiblingsOfAsync(messages[0].SessionId, messages, CancellationToken.None);
}
