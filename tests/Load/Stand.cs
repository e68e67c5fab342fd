using Npgsql;
using Xunit;

namespace ChatMonolith.Tests.Load;

/// <summary>Everything that is measured, on one database server: the program, the relay beside it, and the provider that both ask.</summary>
public sealed class Stand : IAsyncLifetime
{
    readonly string _data = Directory.CreateTempSubdirectory("chatmonolith-load-").FullName;
    Role _provider = null!, _relay = null!;
    HttpClient _direct = null!, _relaying = null!;

    internal Ours Ours { get; private set; } = null!;
    internal Uri Provider => _provider.Address;
    internal Subject Relayed { get; private set; } = null!;
    internal Subject Direct { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _provider = await Role.StartAsync("provider");
        Ours = await Ours.StartAsync(_data, _provider.Address);
        await using (var source = NpgsqlDataSource.Create(Ours.ConnectionString))
        await using (var make = source.CreateCommand("create database relayed")) await make.ExecuteNonQueryAsync();
        var database = new NpgsqlConnectionStringBuilder(Ours.ConnectionString) { Database = "relayed", Pooling = true, MaxPoolSize = 10 };
        _relay = await Role.StartAsync("relay", "--Database", database.ConnectionString, "--Provider", _provider.Address.ToString());
        (_direct, _relaying) = (Client(_provider.Address), Client(_relay.Address));
        (Direct, Relayed) = (new Plain.Provider(_direct), new Plain.Relayed(_relaying, _relay.ProcessId, Ours.DatabaseProcess));
        // What is compiled once, and connections that stay, are no part of an answer's cost.
        await Ours.OpenAsync(50);
        for (var i = 0; i < 3; i++)
            foreach (var subject in new[] { Ours, Relayed, Direct }) await subject.RoundAsync(50, 40);
    }

    static HttpClient Client(Uri address) => new(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = address };

    public async Task DisposeAsync()
    {
        foreach (var client in new[] { _direct, _relaying }) client?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { _relay, Ours, _provider })
            if (part is not null) await part.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
