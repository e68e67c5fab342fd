using ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatMonolith.Modules.Kernel.Data;

/// <summary>The PostgreSQL that this process uses: the configured one, or an embedded one that lives and ends with the host.</summary>
public sealed class DatabaseServer(IConfiguration configuration, ILogger<DatabaseServer> logger) : IAsyncDisposable
{
    EmbeddedPostgresServer? _embedded;
    string? _connectionString;

    /// <summary>Where to connect; only after <see cref="StartAsync"/>.</summary>
    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("The database has not been started.");

    public bool IsEmbedded => _embedded is not null;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration.GetConnectionString("Supabase") is { Length: > 0 } given)
        {
            _connectionString = new NpgsqlConnectionStringBuilder(given) { ApplicationName = "chatmonolith" }.ConnectionString;
            return;
        }
        var data = Path.GetFullPath(configuration["Data:Directory"] ?? ".data");
        var binaries = configuration["Data:PostgresBinaries"] ?? EmbeddedPostgresServer.FindBinaries(AppContext.BaseDirectory)
            ?? throw new InvalidOperationException(
                "No database: set ConnectionStrings:Supabase, or run 'npm ci' in the repository so that the embedded PostgreSQL is there.");
        _embedded = await EmbeddedPostgresServer.StartAsync(
            new EmbeddedPostgresOptions(data, binaries, configuration.GetValue("Data:Durable", true)), logger, cancellationToken);
        _connectionString = new NpgsqlConnectionStringBuilder(_embedded.ConnectionString) { ApplicationName = "chatmonolith" }.ConnectionString;
    }

    public ValueTask DisposeAsync() => _embedded?.DisposeAsync() ?? ValueTask.CompletedTask;
}

static class DatabaseServerRegistration
{
    public static void AddDatabaseServer(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseServer>();
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton(sp =>
        {
            var builder = new NpgsqlDataSourceBuilder(sp.GetRequiredService<DatabaseServer>().ConnectionString);
            builder.UseLoggerFactory(sp.GetRequiredService<ILoggerFactory>());
            return builder.Build();
        });
    }
}
