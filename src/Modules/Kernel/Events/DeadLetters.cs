using ChatMonolith.Modules.Kernel.Data;
using Npgsql;

namespace ChatMonolith.Modules.Kernel.Events;

/// <summary>An event that a consumer could not handle in all its tries.</summary>
public sealed record DeadLetter(string Schema, Guid Id, string Name, DateTimeOffset CreatedAt, int Attempts, string? LastError);

/// <summary>What the dispatcher gave up on, for an administrator to look at and to try again.</summary>
public sealed class DeadLetters(NpgsqlDataSource source, IEnumerable<ModuleDatabase> databases, OutboxSignal signal, TimeProvider clock)
{
    const int Shown = 200;

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(CancellationToken cancellationToken)
    {
        var all = databases.Select(d => $"select '{d.Schema}', id, name, created_at, attempts, last_error from {d.Schema}.outbox where dead_at is not null");
        await using var command = source.CreateCommand($"{string.Join(" union all ", all)} order by 4 desc limit {Shown}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<DeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
            letters.Add(new(reader.GetString(0), reader.GetGuid(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetString(5)));
        return letters;
    }

    /// <summary>Gives an event all its tries again; false when there is none such. Consumers that have handled it are not asked twice.</summary>
    public async Task<bool> RetryAsync(string schema, Guid id, CancellationToken cancellationToken)
    {
        if (databases.FirstOrDefault(d => d.Schema == schema) is not { } database) return false;
        await using var command = source.CreateCommand(
            $"update {database.Schema}.outbox set dead_at = null, attempts = 0, next_attempt_at = $2 where id = $1 and dead_at is not null");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        var found = await command.ExecuteNonQueryAsync(cancellationToken) > 0;
        signal.Wake(database.ContextType);
        return found;
    }
}
