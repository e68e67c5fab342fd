using System.Reflection;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel.Events;

/// <summary>Hands one event to one consumer: own scope, own transaction, and an inbox row that makes a repeat a no-op.</summary>
sealed class EventDelivery(IServiceScopeFactory scopes, IEnumerable<ModuleDatabase> databases, OutboxSignal signal, TimeProvider clock)
{
    public async Task DeliverAsync(Guid eventId, IIntegrationEvent happened, Type consumer, CancellationToken cancellationToken)
    {
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

    static MethodInfo Handle(IIntegrationEvent happened) =>
        typeof(MediatR.INotificationHandler<>).MakeGenericType(happened.GetType()).GetMethod("Handle")!;
}
