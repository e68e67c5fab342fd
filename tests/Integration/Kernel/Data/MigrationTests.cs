using System.Net;
using ChatMonolith.Modules.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Kernel.Data;

public sealed class MigrationTests
{
    [Fact]
    public async Task A_database_newer_than_the_program_is_refused_in_words()
    {
        await using var host = await TestHost.StartNewAsync();
        await TestDatabase.ExecuteAsync(host.ConnectionString, "insert into sessions.__migrations (migration_id, product_version) values ('99990101000000_FromTheFuture', '99')");

        var refusal = await Assert.ThrowsAsync<DatabaseIsNewerException>(() => host.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default));

        Assert.Equal(
            "The database is newer than this program: schema 'sessions' has migration '99990101000000_FromTheFuture'. Start the newer version, or restore a backup made before it.",
            refusal.Message);
    }

    [Fact]
    public async Task Hosts_that_start_together_on_an_empty_database_migrate_once()
    {
        var (name, connectionString) = await TestDatabase.CreateAsync();
        try
        {
            var hosts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => TestHost.StartOnAsync(connectionString))));
            try
            {
                foreach (var host in hosts)
                {
                    using var client = host.NewClient();
                    Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
                }
                foreach (var database in hosts[0].Services.GetServices<ModuleDatabase>())
                {
                    await using var scope = hosts[0].Services.CreateAsyncScope();
                    var known = database.From(scope.ServiceProvider).Database.GetMigrations();
                    var applied = await TestDatabase.ScalarAsync<string[]>(connectionString, $"select array_agg(migration_id::text order by migration_id) from {database.Schema}.__migrations");
                    Assert.Equal(known.Order(), applied);
                }
            }
            finally
            {
                foreach (var host in hosts) await host.DisposeAsync();
            }
        }
        finally
        {
            await TestDatabase.DropAsync(name);
        }
    }

    [Fact]
    public async Task Every_module_keeps_to_a_schema_of_its_own_with_outbox_and_inbox()
    {
        await using var host = await TestHost.StartNewAsync();

        Assert.Equal(0L, await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from information_schema.tables where table_schema = 'public'"));
        Assert.Equal(0L, await TestDatabase.ScalarAsync<long>(host.ConnectionString,
            "select count(*) from pg_constraint k join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid where k.contype = 'f' and a.relnamespace <> b.relnamespace"));
        foreach (var database in host.Services.GetServices<ModuleDatabase>())
            Assert.Equal(3L, await TestDatabase.ScalarAsync<long>(host.ConnectionString,
                "select count(*) from information_schema.tables where table_schema = $1 and table_name in ('outbox', 'inbox', '__migrations')", database.Schema));
    }

    [Fact]
    public async Task The_model_has_no_change_without_a_migration()
    {
        await using var host = await TestHost.StartNewAsync();
        await using var scope = host.Services.CreateAsyncScope();
        Assert.All(host.Services.GetServices<ModuleDatabase>(), database => Assert.False(database.From(scope.ServiceProvider).Database.HasPendingModelChanges(), database.Schema));
    }
}
