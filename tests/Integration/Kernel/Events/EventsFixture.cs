using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Integration.Kernel.Events;

/// <summary>The machinery of events on a real PostgreSQL, with a small module of the test's own and a clock in the test's hand.</summary>
public abstract class EventsFixture : IAsyncLifetime
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    string _database = "";
    ServiceProvider _services = null!;

    // Later than the real time, which the outbox notes when something is published.
    protected FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow.AddDays(1));
    protected string ConnectionString { get; private set; } = "";
    protected IServiceProvider Services => _services;
    private protected Witness Witness => _services.GetRequiredService<Witness>();

    public async Task InitializeAsync()
    {
        (_database, ConnectionString) = await TestDatabase.CreateAsync();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(NpgsqlDataSource.Create(ConnectionString)).AddSingleton<Witness>();
        services.AddEvents(new ModuleCatalog([new LampModule()], []));
        services.AddModuleDatabase<LampsDbContext>("lamps");
        services.AddModuleDatabase<SessionsDbContext>("sessions");
        _services = services.BuildServiceProvider(validateScopes: true);
        await new DatabaseMigrator(_services.GetRequiredService<IServiceScopeFactory>(), _services.GetRequiredService<NpgsqlDataSource>(),
            _services.GetServices<ModuleDatabase>().Where(d => d.Schema == "sessions"), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(default);
        await WithLampsAsync(async db => await db.Database.ExecuteSqlRawAsync(db.Database.GenerateCreateScript()));
    }

    protected async Task StartDispatcherAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StartAsync(default);
    }

    protected void Wake() => _services.GetRequiredService<OutboxSignal>().Wake(typeof(LampsDbContext));

    private protected async Task WithLampsAsync(Func<LampsDbContext, Task> work)
    {
        await using var scope = _services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<LampsDbContext>());
    }

    private protected Task LightAsync(LampLit lit) => WithLampsAsync(async db =>
    {
        db.Publish(lit);
        await db.SaveChangesAsync();
    });

    protected async Task UntilOutboxHoldsAsync(int rows, Action? meanwhile = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await CountAsync("outbox") != rows)
        {
            meanwhile?.Invoke();
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    protected static string Told(string name, string payload) =>
        $"insert into lamps.outbox (id, name, payload, created_at, attempts, next_attempt_at) values ('{Guid.CreateVersion7()}', '{name}', '{payload}', now(), 0, now())";

    protected Task<long> CountAsync(string table) => TestDatabase.ScalarAsync<long>(ConnectionString, $"select count(*) from lamps.{table}");

    public async Task DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StopAsync(default);
        await _services.DisposeAsync();
        await TestDatabase.DropAsync(_database);
    }

    sealed class LampModule : IModule
    {
        public string Name => "Lamps";
        public void AddServices(IServiceCollection services, IConfiguration configuration) { }
    }
}

/// <summary>What the consumers were told, in order, and which of them are to fail.</summary>
sealed class Witness
{
    readonly Channel<(string Consumer, LampLit Lit)> _seen = Channel.CreateUnbounded<(string, LampLit)>();

    public Func<LampLit, bool> CleanerFails { get; set; } = _ => false;

    /// <summary>The trace that each consumer worked in last.</summary>
    public ConcurrentDictionary<string, string?> Traces { get; } = new();

    public void See(string consumer, LampLit lit)
    {
        Traces[consumer] = Activity.Current?.TraceId.ToString();
        _seen.Writer.TryWrite((consumer, lit));
    }

    /// <summary>What the consumer is told next, or next about the room.</summary>
    public async Task<LampLit> NextAsync(string consumer, string? room = null)
    {
        using var patience = new CancellationTokenSource(EventsFixture.Patience);
        while (true)
            if (await _seen.Reader.ReadAsync(patience.Token) is var (who, lit) && who == consumer && (room ?? lit.Room) == lit.Room) return lit;
    }
}
