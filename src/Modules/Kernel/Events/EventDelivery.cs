using System.Diagnostics;
using System.Reflection;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel.Events;

/// <summary>Hands one event to one consumer: own scope, own transaction, and an inbox row that makes a repeat a no-op.</summary>
sealed class EventDelivery(IServiceScopeFactory scopes, IEnumerable<ModuleDatabase> databases, OutboxSignal signal, TimeProvider clock)
{
    static readonly ActivitySource Source = new("ChatMonolith.Events");

    /// <param name="traceParent">What the publisher was doing, so that logs and traces show what the consumer does as a part of it.</param>
    public async Task DeliverAsync(Guid eventId, IIntegrationEvent happened, Type consumer, CancellationToken cancellationToken, string? traceParent = null)
    {
        using var activity = Begin(consumer.Name, traceParent);
        await using var scope = scopes.CreateAsyncScope();
        var database = databases.DatabaseOf(consumer);
        var context = database.From(scope.ServiceProvider);

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var sql = $"insert into {database.Schema}.inbox (event_id, consumer, handled_at) values ({{0}}, {{1}}, {{2}}) on conflict do nothing";
        if (await context.Database.ExecuteSqlRawAsync(sql, [eventId, consumer.Name, clock.GetUtcNow()], cancellationToken) == 0)
            return;

        await (Task)Handle(happened).Invoke(scope.ServiceProvider.GetRequiredService(consumer), [happened, cancellationToken])!;
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // A consumer may have told of something itself.
        if (context.ChangeTracker.Entries<OutboxMessage>().Any()) signal.Wake(database.ContextType);
    }

    // Without a collector nobody makes one, and what a consumer publishes or logs would stand alone.
    static Activity? Begin(string consumer, string? traceParent) => traceParent is null ? null
        : Source.StartActivity(consumer, ActivityKind.Consumer, traceParent) ?? new Activity(consumer).SetParentId(traceParent).Start();

    static MethodInfo Handle(IIntegrationEvent happened) =>
        typeof(MediatR.INotificationHandler<>).MakeGenericType(happened.GetType()).GetMethod("Handle")!;
}
