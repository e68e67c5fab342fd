using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Chat.Threads.Summarize;
using ChatMonolith.Modules.Kernel.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>What a run reads and writes. Each call is short: no connection is held while an answer streams.</summary>
sealed class RunStore(
    IServiceScopeFactory scopes, SessionOrder order, ChatFeed feed, OutboxSignal outbox, IHostApplicationLifetime host, TimeProvider clock, ILogger<RunStore> logger)
{
    const int HistoryMessages = 60;

    /// <summary>What was said before the reply in its version of the session, oldest first.</summary>
    public async Task<IReadOnlyList<TurnMessage>> HistoryAsync(Message reply, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var path = await db.PathAsync(reply.SessionId, reply.Branch, cancellationToken) ?? SessionPath.First;
        var before = await db.UpTo(reply.SessionId, path, reply.Ordinal - 1, HistoryMessages, comments: false)
            // What another agent answers to the same question stands beside this answer, not before it.
            .Where(m => m.Content != "" && m.DeletedAt == null && (m.AuthorKind != AuthorKind.Agent || m.ParentId != reply.ParentId))
            .Select(m => new { m.Id, m.Ordinal, m.AuthorKind, m.AuthorName, m.Content, m.SummaryOf }).ToListAsync(cancellationToken);
        var summarised = before.FirstOrDefault(m => m.Id == reply.ParentId)?.SummaryOf is { } root ? await db.ThreadTextAsync(reply.SessionId, root, cancellationToken) : "";
        // The question is the reply's parent; what others said in the meantime must not push it from the end.
        return [.. before.OrderBy(m => m.Id == reply.ParentId).ThenBy(m => m.Ordinal)
            .Select(m => new TurnMessage(m.AuthorKind is AuthorKind.Agent, m.AuthorName, m.Id == reply.ParentId ? m.Content + summarised : m.Content))];
    }

    /// <summary>A waiting answer's turn has come.</summary>
    public async Task BeginAsync(LiveRun live)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        using var turn = await order.TakeAsync(live.Run.SessionId);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var state = await db.AdvanceAsync(live.Run.SessionId, 1, CancellationToken.None);
        live.Reply.Begin(state.Revision);
        live.Run.Begin();
        await db.Messages.Where(m => m.Id == live.Reply.Id).ExecuteUpdateAsync(m => m
            .SetProperty(x => x.Status, MessageStatus.Running).SetProperty(x => x.Revision, state.Revision));
        await db.Runs.Where(r => r.Id == live.Run.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Status, MessageStatus.Running));
        await transaction.CommitAsync();
        await feed.RunBegunAsync(live.Run, await ViewAsync(db, live.Reply, live.Snapshot(), state.LastBranch));
    }

    static async Task<MessageView> ViewAsync(ChatDbContext db, Message message, LiveSnapshot? live, int lastBranch) => MessageView.Of(message, live,
        lastBranch == 0 ? null : (await db.SiblingsOfAsync(message.SessionId, [message], CancellationToken.None)).GetValueOrDefault(message.Id));

    /// <summary>Stores the end of a run and announces it. Tries until the database takes it or the host is gone: an answer that was seen must not be lost.</summary>
    public async Task EndAsync(LiveRun live, Outcome outcome)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await EndOnceAsync(live.Run, outcome, () => live.HasPieces) is { } message) live.Ended(message);
                return;
            }
            catch (Exception e) when (!host.ApplicationStopped.IsCancellationRequested)
            {
                logger.LogWarning(e, "The end of run {Run} is not stored yet", live.Run.Id);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(200 * attempt, 2000)), clock);
            }
        }
    }

    /// <summary>Ends a run for whoever wrote it and gives no sign of life. Changes nothing if it has ended.</summary>
    public Task PresumeAsync(Run run, Outcome outcome) => EndOnceAsync(run, outcome, () => true, presumes: true);

    /// <summary>Null when there is nothing to end.</summary>
    async Task<MessageView?> EndOnceAsync(Run known, Outcome outcome, Func<bool> hasPieces, bool presumes = false)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        using var turn = await order.TakeAsync(known.SessionId);
        while (true)
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var cost = outcome.Cost - (known.Presumed?.Cost ?? 0);
            var transcript = await db.AdvanceAsync(known.SessionId, 1, CancellationToken.None, cost: cost, currency: cost == 0 ? null : outcome.Currency ?? known.Presumed?.Currency);
            // Read under the session's row lock: who writes it and who presumes it dead must not both end it.
            var (run, reply) = await FindAsync(db, known.Id);
            if (run is null || (run.EndedAt is not null && presumes)) return null;
            if (run.Presumed is not null && known.Presumed is null)
            {
                known = run;
                continue;
            }
            if (run.EndedAt is not null && run.Presumed is null)
            {
                // Stored by a try before this one, whose word did not come back.
                await transaction.RollbackAsync();
                return reply is null ? null : await AnnounceAsync(db, run, reply, transcript);
            }

            var (now, presumed) = (clock.GetUtcNow(), run.Presumed);
            db.Publish(Completed(run, outcome, now, corrects: presumed is not null));
            if (reply is null)
            {
                // The session was deleted while the answer was written; what it cost still counts.
                await transaction.RollbackAsync();
                db.Remove(run);
                await db.SaveChangesAsync();
                return null;
            }
            run.End(outcome.Status, now, presumes ? PresumedEnd.Of(outcome, reply) : null);
            if (presumed is null || await TakesItsPlaceAsync(db, run, reply)) reply.End(transcript.Revision, outcome, presumed);
            else reply.Count(outcome, presumed);
            await db.SaveChangesAsync();
            // Not asked before: one may be stored until the run's row is written, and from here on none is.
            if (hasPieces()) await db.Database.ExecuteSqlAsync($"delete from chat.run_pieces where run_id = {run.Id}");
            await transaction.CommitAsync();
            outbox.Wake(typeof(ChatDbContext));
            return reply.Revision == transcript.Revision ? await AnnounceAsync(db, run, reply, transcript) : null;
        }
    }

    // Asked for every answer: compiled once.
    static readonly Func<ChatDbContext, Guid, IAsyncEnumerable<RunAndReply>> Find = EF.CompileAsyncQuery((ChatDbContext db, Guid id) =>
        db.Runs.Where(r => r.Id == id).SelectMany(r => db.Messages.Where(m => m.Id == r.MessageId).DefaultIfEmpty(), (r, m) => new RunAndReply(r, m)));

    sealed record RunAndReply(Run Run, Message? Reply);

    static async Task<(Run? Run, Message? Reply)> FindAsync(ChatDbContext db, Guid id) =>
        await Find(db, id).SingleOrDefaultAsync() is var (run, reply) ? (run, reply) : (null, null);

    /// <summary>What really came replaces what was presumed, unless people have decided otherwise since: by Stop, Continue or a deletion that is final.</summary>
    static async Task<bool> TakesItsPlaceAsync(ChatDbContext db, Run run, Message reply) =>
        run.StopRequestedAt is null && reply is { IsOver: true, PurgedAt: null } && !await db.Runs.AnyAsync(r => r.MessageId == run.MessageId && r.StartedAt > run.StartedAt);

    async Task<MessageView> AnnounceAsync(ChatDbContext db, Run run, Message reply, TranscriptState transcript)
    {
        var message = await ViewAsync(db, reply, null, transcript.LastBranch);
        await feed.RunEndedAsync(run, message);
        if (transcript.Currency is not null) feed.SessionCost(run.SessionId, UsageView.Money(transcript.Cost, transcript.Currency));
        return message;
    }

    static RunCompleted Completed(Run run, Outcome outcome, DateTimeOffset now, bool corrects) => new(
        run.Id, run.SessionId, run.MessageId, run.UserId, run.UserName, run.AgentId, run.AgentName, run.Model,
        outcome.Status.ToString().ToLowerInvariant(), outcome.ErrorCode, outcome.InputTokens, outcome.OutputTokens, outcome.CachedTokens, outcome.ReasoningTokens,
        outcome.Cost, outcome.Currency ?? "USD", outcome.Estimated, outcome.FirstTokenMs, outcome.TotalMs, run.StartedAt, now, corrects);
}
