using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatMonolith.Modules.Kernel.Data;

/// <summary>Brings every module's schema to this program's version; any number of nodes may start at once.</summary>
public sealed class DatabaseMigrator(
    IServiceScopeFactory scopes, NpgsqlDataSource source, IEnumerable<ModuleDatabase> databases, ILogger<DatabaseMigrator> logger)
{
    const long LockKey = 0x43484154_4D4F4E4F;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        // A transaction-level lock, because a session-level one neither excludes nor unlocks behind a transaction pooler.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = LockKey } } })
            await command.ExecuteNonQueryAsync(cancellationToken);

        foreach (var database in databases)
        {
            await using var scope = scopes.CreateAsyncScope();
            await MigrateAsync(database, database.From(scope.ServiceProvider), cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    async Task MigrateAsync(ModuleDatabase database, DbContext context, CancellationToken cancellationToken)
    {
        var known = context.GetService<IMigrationsAssembly>().Migrations.Keys.ToHashSet();
        var applied = await AppliedAsync(database.Schema, cancellationToken);
        if (applied.Except(known).Order().LastOrDefault() is { } newer)
            throw new DatabaseIsNewerException(database.Schema, newer);
        if (known.SetEquals(applied)) return;

        logger.LogInformation("Migrating schema {Schema} from {From} to {To}", database.Schema, applied.Order().LastOrDefault() ?? "nothing", known.Order().Last());
        // Made first, because looking for a table that is not there would log an error on every first start.
        await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    async Task<HashSet<string>> AppliedAsync(string schema, CancellationToken cancellationToken)
    {
        await using var exists = source.CreateCommand("select to_regclass($1) is not null");
        exists.Parameters.Add(new() { Value = $"{schema}.{ModuleDatabase.HistoryTable}" });
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return [];

        await using var list = source.CreateCommand($"select migration_id from {schema}.{ModuleDatabase.HistoryTable}");
        await using var reader = await list.ExecuteReaderAsync(cancellationToken);
        var applied = new HashSet<string>();
        while (await reader.ReadAsync(cancellationToken)) applied.Add(reader.GetString(0));
        return applied;
    }
}

/// <summary>The database was written by a later version of the program; going on could lose what only that version knows.</summary>
public sealed class DatabaseIsNewerException(string schema, string migration) : StartRefusedException(
    $"The database is newer than this program: schema '{schema}' has migration '{migration}'. Start the newer version, or restore a backup made before it.");
