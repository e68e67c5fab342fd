using ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ChatMonolith.Tests.Integration;

/// <summary>One embedded PostgreSQL for the whole run, and a database of its own for every host.</summary>
static class TestDatabase
{
    static readonly Lazy<Task<EmbeddedPostgresServer>> Server = new(StartAsync);
    static int _count;
    static string _data = "";

    static async Task<EmbeddedPostgresServer> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("chatmonolith-tests-").FullName;
        var server = await EmbeddedPostgresServer.StartAsync(
            new(data, EmbeddedPostgresServer.FindBinaries(AppContext.BaseDirectory)!, Durable: false), NullLogger.Instance, CancellationToken.None);
        _data = data;
        return server;
    }

    /// <summary>Stops the server and forgets its data; at the end of the run.</summary>
    public static async Task EndAsync()
    {
        if (!Server.IsValueCreated) return;
        await (await Server.Value).DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public static async Task<(string Name, string ConnectionString)> CreateAsync()
    {
        var server = await Server.Value;
        var name = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await ExecuteAsync(server.ConnectionString, $"create database {name}");
        return (name, new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name, MaxPoolSize = 20 }.ConnectionString);
    }

    public static async Task DropAsync(string name) => await ExecuteAsync((await Server.Value).ConnectionString, $"drop database if exists {name} with (force)");

    /// <summary>Ends every connection to the database and lets nobody in again.</summary>
    public static async Task CloseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        var server = (await Server.Value).ConnectionString;
        await ExecuteAsync(server, $"alter database {name} with allow_connections false");
        await ExecuteAsync(server, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
    }

    /// <summary>Lets everybody in again.</summary>
    public static async Task ReopenAsync(string connectionString) =>
        await ExecuteAsync((await Server.Value).ConnectionString, $"alter database {new NpgsqlConnectionStringBuilder(connectionString).Database} with allow_connections true");

    public static async Task<T> ScalarAsync<T>(string connectionString, string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
