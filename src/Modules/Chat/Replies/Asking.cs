using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Events;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What a person asks: new words, or none when the question is there already.</summary>
sealed record NewQuestion(string Content, string? ClientMessageId);

/// <summary>Stores a question and its answer-to-be in one transaction, tells everybody and starts the run: the only way to an answer.</summary>
sealed class Asking(ChatDbContext db, SessionOrder order, ChatFeed feed, ReplyRunner runner, OutboxSignal outbox, NodeName node, TimeProvider clock)
{
    /// <param name="place">Takes ordinals for the question and its answer, inside the transaction; null gives up.</param>
    public async Task<SentMessage?> AskAsync(
        Guid sessionId, CurrentUser by, AgentSummary agent, NewQuestion? question, Func<int, Guid, Task<NextPlace?>> place, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var replyId = Guid.CreateVersion7(now);
        LiveRun started;
        using (await order.TakeAsync(sessionId, cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await place(question is null ? 1 : 2, replyId) is not { } taken) return null;
            var message = question is null ? null
                : Message.FromPerson(sessionId, taken, taken.Revision - 1, by.Id, by.Name, question.ClientMessageId, question.Content, now);
            var reply = Message.Reply(replyId, sessionId, message?.Id ?? taken.ParentId!.Value, taken, agent.Id, agent.Name, now);
            var run = Run.Start(reply, by.Id, by.Name, agent.Model, node.Value, now);
            if (message is not null)
            {
                db.Add(message);
                db.Publish(new MessagePosted(sessionId, message.Id, by.Id, ChatText.Preview(message.Content), now));
            }
            db.AddRange(reply, run);
            started = await runner.StartAsync(run, reply, async () =>
            {
                await db.SaveChangesAsync(cancellationToken);
                // From here on the message is a fact; a closed tab must not undo it.
                await transaction.CommitAsync(CancellationToken.None);
            }, live => AnnounceAsync(taken, message, live));
        }
        if (question is not null) outbox.Wake(typeof(ChatDbContext));
        return new(started.Reply.ParentId!.Value, started.Reply.Id, started.Run.Id, sessionId);
    }

    async Task AnnounceAsync(NextPlace place, Message? message, LiveRun live)
    {
        var versions = place.LastBranch == 0 ? null
            : await db.SiblingsOfAsync(live.Reply.SessionId, message is null ? [live.Reply] : [message, live.Reply], CancellationToken.None);
        if (place.Switch is { } to) feed.Switched(live.Reply.SessionId, to);
        if (message is not null) await feed.MessageCreatedAsync(MessageView.Of(message, null, versions?.GetValueOrDefault(message.Id)));
        await feed.RunStartedAsync(live.Run, MessageView.Of(live.Reply, live.Snapshot(), versions?.GetValueOrDefault(live.Reply.Id)));
    }
}
