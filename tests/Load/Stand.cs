using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Load;

/// <summary>Everything that is measured, on one database server: the program, the relay beside it, and the provider that both ask.</summary>
public class Stand : IAsyncLifetime
{
    readonly string _data = Directory.CreateTempSubdirectory("chatmonolith-load-").FullName;
    Role _provider = null!, _relay = null!;
    readonly List<HttpClient> _clients = [];
    string _relayed = null!;

    internal Ours Ours { get; private set; } = null!;
    internal Uri Provider => _provider.Address;
    internal Subject Relayed { get; private set; } = null!;
    internal Subject Direct { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        _provider = await Role.StartAsync("provider");
        Ours = await Ours.StartAsync(_data, _provider.Address);
        await using (var source = NpgsqlDataSource.Create(Ours.ConnectionString))
        await using (var make = source.CreateCommand("create database relayed")) await make.ExecuteNonQueryAsync();
        _relayed = new NpgsqlConnectionStringBuilder(Ours.ConnectionString) { Database = "relayed", Pooling = true, MaxPoolSize = 10 }.ConnectionString;
        (_relay, Relayed) = await StartRelayAsync();
        Direct = new Plain.Provider(Client(_provider.Address));
    }

    internal async Task<(Role Role, Subject Subject)> StartRelayAsync()
    {
        var role = await Role.StartAsync("relay", "--Database", _relayed, "--Provider", _provider.Address.ToString());
        return (role, new Plain.Relayed(Client(role.Address), role.ProcessId, Ours.DatabaseProcess));
    }

    HttpClient Client(Uri address)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = address };
        _clients.Add(client);
        return client;
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        foreach (var part in new IAsyncDisposable?[] { _relay, Ours, _provider })
            if (part is not null) await part.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}

/// <summary>The same after it has worked for a while.</summary>
public sealed class WarmStand : Stand
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // What is compiled once, and connections that stay, are no part of an answer's cost: it falls by a third until hot methods are compiled again.
        await Ours.OpenAsync(50);
        for (var i = 0; i < 6; i++)
            foreach (var subject in new[] { Ours, Relayed, Direct }) await subject.RoundAsync(50, 100);
    }
}
