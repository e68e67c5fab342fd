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
            _connectionString = Named(given);
            return;
        }
        var data = Path.GetFullPath(configuration["Data:Directory"] ?? ".data");
        var binaries = configuration["Data:PostgresBinaries"] ?? EmbeddedPostgresServer.FindBinaries(AppContext.BaseDirectory)
            ?? throw new StartRefusedException(
                "No database: set ConnectionStrings:Supabase, or run 'npm ci' in the repository so that the embedded PostgreSQL is there.");
        _embedded = await EmbeddedPostgresServer.StartAsync(
            new EmbeddedPostgresOptions(data, binaries, configuration.GetValue("Data:Durable", true)), logger, cancellationToken);
        _connectionString = Named(_embedded.ConnectionString);
    }

    static string Named(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "chatmonolith" }.ConnectionString;
        }
        catch (ArgumentException e)
        {
            // Neither the text nor the cause is shown: both may hold the password.
            throw new StartRefusedException(
                "ConnectionStrings:Supabase cannot be read. Write it as Npgsql does: Host=…;Database=…;Username=…;Password=…", e);
        }
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
            var builder = new NpgsqlDataSourceBuilder(sp.GetRequiredService<DatabaseServer>().ConnectionString)
            {
                // Otherwise its figures are named after the connection string.
                Name = "chatmonolith",
            };
            builder.UseLoggerFactory(sp.GetRequiredService<ILoggerFactory>());
            return builder.Build();
        });
    }
}
