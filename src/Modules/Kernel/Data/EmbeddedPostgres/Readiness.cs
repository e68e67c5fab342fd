using System.Diagnostics;
using Npgsql;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>Waits until the server answers queries on the product's database, which it creates when it is missing.</summary>
internal sealed class Readiness(NpgsqlConnectionStringBuilder address, ServerLog log)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    // After a crash the server replays what it had not yet written to the tables; that is work, not a hang.
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(10);

    // Slower, because each refusal is a line in the server's log.
    private static readonly TimeSpan RecoveryPollInterval = TimeSpan.FromMilliseconds(100);

    public async Task WaitAsync(Postmaster postmaster, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var limit = Silence;
        var pause = PollInterval;
        while (true)
        {
            if (postmaster.Exited.IsCompleted)
            {
                throw new PostmasterExitedException($"PostgreSQL ended with code {postmaster.ExitCode} instead of starting. Its last lines:\n{log.LastLines}");
            }

            try
            {
                await OpenAsync(address.Database!, ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                await CreateDatabaseAsync(ct);
                continue;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                limit = Recovery;
                pause = RecoveryPollInterval;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
            {
                throw new EmbeddedPostgresException("PostgreSQL does not accept the password in 'postgres.password'. Delete that file; the next start sets a new password.", e);
            }
            catch (PostgresException e)
            {
                throw new EmbeddedPostgresException($"PostgreSQL started but refuses its own host: {e.MessageText}. Its last lines:\n{log.LastLines}", e);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException && clock.Elapsed < limit)
            {
                // Not listening yet.
            }

            if (clock.Elapsed > limit)
            {
                throw new EmbeddedPostgresException($"PostgreSQL was not ready within {limit.TotalSeconds:0} s. Its last lines:\n{log.LastLines}");
            }

            await Task.Delay(pause, ct);
        }
    }

    private async Task CreateDatabaseAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync("postgres", ct);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {address.Database}", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken ct)
    {
        var own = new NpgsqlConnectionStringBuilder(address.ConnectionString) { Database = database, Pooling = false, Timeout = 5 };
        var connection = new NpgsqlConnection(own.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
