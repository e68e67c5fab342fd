using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ChatMonolith.Modules.Kernel.Data;

/// <summary>A module's own schema and the context that owns it.</summary>
public sealed record ModuleDatabase(string Schema, Type ContextType)
{
    /// <summary>The table, inside the schema, that says which migrations have run.</summary>
    public const string HistoryTable = "__migrations";

    public DbContext From(IServiceProvider services) => (DbContext)services.GetRequiredService(ContextType);
}

/// <summary>Gives a module its database: one schema, its own migrations, outbox and inbox.</summary>
public static class ModuleDatabaseRegistration
{
    public static IServiceCollection AddModuleDatabase<TContext>(this IServiceCollection services, string schema) where TContext : DbContext
    {
        services.AddSingleton(new ModuleDatabase(schema, typeof(TContext)));
        services.AddDbContextPool<TContext>((sp, options) => options
            .Configure(sp.GetRequiredService<NpgsqlDataSource>(), schema)
            .AddInterceptors(sp.GetRequiredService<Events.OutboxSignal>(), WithoutSavepoints.Instance));
        return services;
    }

    /// <summary>Options without a running database, for the migration tools.</summary>
    public static DbContextOptions<TContext> DesignTimeOptions<TContext>(string schema) where TContext : DbContext
    {
        var source = NpgsqlDataSource.Create("Host=localhost;Database=design_time");
        return (DbContextOptions<TContext>)new DbContextOptionsBuilder<TContext>().Configure(source, schema).Options;
    }

    static DbContextOptionsBuilder Configure(this DbContextOptionsBuilder options, NpgsqlDataSource source, string schema) => options
        .UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable(ModuleDatabase.HistoryTable, schema))
        .UseSnakeCaseNamingConvention();
}
