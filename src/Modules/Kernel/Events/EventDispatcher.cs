using System.Text.Json;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatMonolith.Modules.Kernel.Events;

/// <summary>
/// Takes events out of every module's outbox and delivers them. <c>FOR UPDATE SKIP LOCKED</c> lets several nodes share the work;
/// a failing consumer is retried with growing pauses and never holds up the others.
/// </summary>
sealed class EventDispatcher(
    NpgsqlDataSource source, IEnumerable<ModuleDatabase> databases, EventCatalog catalog, EventDelivery delivery,
    OutboxSignal signal, TimeProvider clock, ILogger<EventDispatcher> logger) : BackgroundService
{
    const int BatchSize = 50;
    const int CleanUpSize = 5000;
    const int MaxAttempts = 10;
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan InboxKept = TimeSpan.FromDays(7);
    DateTimeOffset _nextCleanUp, _nextLookAtAll;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IReadOnlySet<Type>? changed = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Wake-ups name only what is new; retries come due in any outbox, also while others keep the dispatcher busy.
                if (clock.GetUtcNow() >= _nextLookAtAll) changed = null;
                if (changed is null) _nextLookAtAll = clock.GetUtcNow() + Poll;
                foreach (var database in databases.Where(d => changed is null || changed.Contains(d.ContextType)))
                    while (await DispatchBatchAsync(database.Schema, stoppingToken) == BatchSize) { }
                await CleanUpAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                logger.LogWarning(e, "The outbox cannot be read now; trying again");
            }
            // The first of a burst goes at once; what comes behind it goes together, which costs a fraction.
            await Task.Delay(Gathering, stoppingToken);
            changed = await signal.WaitAsync(Poll, stoppingToken);
        }
    }

    async Task<int> DispatchBatchAsync(string schema, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = new List<(Guid Id, string Name, string Payload, string? TraceParent, int Attempts)>();
        await using (var select = new NpgsqlCommand(
            $"select id, name, payload, trace_parent, attempts from {schema}.outbox where dead_at is null and next_attempt_at <= $1 order by id limit {BatchSize} for update skip locked",
            connection, transaction)
        { Parameters = { new() { Value = clock.GetUtcNow() } } })
        {
            await using var reader = await select.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                due.Add((reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetInt32(4)));
        }
        if (due.Count == 0) return 0;

        var done = new List<Guid>();
        foreach (var message in due)
        {
            if (await DeliverAsync(message.Id, message.Name, message.Payload, message.TraceParent, cancellationToken) is not { } error)
            {
                done.Add(message.Id);
                continue;
            }
            await using var postponed = Postpone(schema, message.Id, message.Attempts + 1, error, connection, transaction);
            await postponed.ExecuteNonQueryAsync(cancellationToken);
        }
        await using (var delete = new NpgsqlCommand($"delete from {schema}.outbox where id = any($1)", connection, transaction) { Parameters = { new() { Value = done } } })
            await delete.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return due.Count;
    }

    async Task<string?> DeliverAsync(Guid id, string name, string payload, string? traceParent, CancellationToken cancellationToken)
    {
        (IIntegrationEvent Event, IReadOnlyList<Type> Consumers)? read;
        try
        {
            read = catalog.Read(name, payload);
        }
        catch (JsonException e)
        {
            logger.LogError(e, "{Event} {Id} cannot be read", name, id);
            return $"The payload cannot be read: {e.Message}";
        }
        if (read is not var (happened, consumers)) return null;
        string? firstError = null;
        foreach (var consumer in consumers)
        {
            try
            {
                await delivery.DeliverAsync(id, happened, consumer, cancellationToken, traceParent);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.LogError(e, "{Consumer} could not handle {Event} {Id}", consumer.Name, name, id);
                firstError ??= $"{consumer.Name}: {e.Message}";
            }
        }
        return firstError;
    }

    NpgsqlCommand Postpone(string schema, Guid id, int attempts, string error, NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        var now = clock.GetUtcNow();
        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts), 600));
        return new($"update {schema}.outbox set attempts = $2, last_error = $3, next_attempt_at = $4, dead_at = $5 where id = $1", connection, transaction)
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = attempts }, new() { Value = error.Length > 2000 ? error[..2000] : error },
                new() { Value = now + pause }, new() { Value = attempts >= MaxAttempts ? now : DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
            },
        };
    }

    async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now < _nextCleanUp) return;
        _nextCleanUp = now.AddHours(1);
        foreach (var database in databases)
        {
            await using var delete = source.CreateCommand(
                $"delete from {database.Schema}.inbox where (event_id, consumer) in (select event_id, consumer from {database.Schema}.inbox where handled_at < $1 limit {CleanUpSize})");
            delete.Parameters.Add(new() { Value = now - InboxKept });
            // In portions, so that no statement holds its locks for long; all of them, or a busy installation would never catch up.
            while (await delete.ExecuteNonQueryAsync(cancellationToken) == CleanUpSize) { }
        }
    }
}
