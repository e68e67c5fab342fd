using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Chat.Threads;
using ChatMonolith.Modules.Kernel.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Messages.Delete;

/// <summary>
/// Wipes the text of deleted messages when they cannot be brought back any more. One wheel, no timer per deletion; what another node or a
/// former life of this one has left is found within seconds.
/// </summary>
sealed class Sweeper(IServiceScopeFactory scopes, SessionOrder order, ChatFeed feed, OutboxSignal outbox, IConfiguration configuration, TimeProvider clock, ILogger<Sweeper> logger) : BackgroundService
{
    const int AtOnce = 200;
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    long _next;

    /// <summary>How long a deletion can be undone: <c>Chat:UndoSeconds</c>, by default 10.</summary>
    public TimeSpan UndoTime { get; } = TimeSpan.FromSeconds(Math.Clamp(configuration.GetValue("Chat:UndoSeconds", 10d), 0, 600));

    /// <summary>There will be something to wipe at that time.</summary>
    public void ComeBackAt(DateTimeOffset time)
    {
        for (var next = Volatile.Read(ref _next); time.UtcTicks < next;)
        {
            var seen = Interlocked.CompareExchange(ref _next, time.UtcTicks, next);
            if (seen == next) return;
            next = seen;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wheel = new PeriodicTimer(Tick);
        while (await wheel.WaitForNextTickAsync(stoppingToken))
        {
            var now = clock.GetUtcNow();
            if (now.UtcTicks < Volatile.Read(ref _next)) continue;
            // Before looking: a deletion that comes meanwhile must not be forgotten.
            Volatile.Write(ref _next, (now + LookEvery).UtcTicks);
            try
            {
                if (await SweepAsync(now, stoppingToken) is { } first) ComeBackAt(first + UndoTime);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "Deleted messages could not be wiped now; trying again");
            }
        }
    }

    /// <summary>Wipes what is due; says when the first of what remains was deleted.</summary>
    async Task<DateTimeOffset?> SweepAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        var waiting = db.Messages.Where(m => m.DeletedAt != null && m.PurgedAt == null);
        var latest = now - UndoTime;
        foreach (var session in await waiting.Where(m => m.DeletedAt < latest).Select(m => m.SessionId).Distinct().ToListAsync(cancellationToken))
            while (await WipeAsync(db, session, latest, now) == AtOnce) { }
        return await waiting.MinAsync(m => m.DeletedAt, cancellationToken);
    }

    async Task<int> WipeAsync(ChatDbContext db, Guid session, DateTimeOffset latest, DateTimeOffset now)
    {
        db.ChangeTracker.Clear();
        using var turn = await order.TakeAsync(session);
        await using var transaction = await db.Database.BeginTransactionAsync();
        // Under the session's row lock: another node that came first has left nothing.
        await db.AdvanceAsync(session, 0, CancellationToken.None);
        var due = await db.Messages.Where(m => m.SessionId == session && m.DeletedAt < latest && m.PurgedAt == null).OrderBy(m => m.Ordinal).Take(AtOnce).ToListAsync();
        if (due.Count == 0) return 0;
        var ids = due.Select(m => m.Id).ToArray();
        var state = await db.AdvanceAsync(session, due.Count, CancellationToken.None);
        foreach (var (i, message) in due.Index()) message.Purge(state.Revision - due.Count + 1 + i, now);
        await db.Wordings.Where(w => ids.Contains(w.MessageId)).ExecuteDeleteAsync();
        await db.Reactions.Where(r => ids.Contains(r.MessageId)).ExecuteDeleteAsync();
        await db.SharedMessages.Where(m => ids.Contains(m.MessageId)).ExecuteDeleteAsync();
        await db.Mentions.Where(m => ids.Contains(m.MessageId)).ExecuteDeleteAsync();
        db.Publish(new MessagesWiped(session, ids));
        await db.SaveChangesAsync();
        var roots = await db.RecountThreadsAsync(session, due, CancellationToken.None);
        await transaction.CommitAsync();
        outbox.Wake(typeof(ChatDbContext));
        await feed.ChangedTogetherAsync([.. due.Select(m => MessageView.Of(m))]);
        foreach (var root in roots) await feed.ThreadChangedAsync(root);
        foreach (var person in due.Select(m => m.DeletedById).OfType<Guid>().Distinct()) feed.UndoIsOver(session, person);
        return due.Count;
    }
}
