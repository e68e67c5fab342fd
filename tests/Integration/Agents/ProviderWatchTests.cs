using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;
using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

[Collection("host")]
public sealed class ProviderWatchTests(TestHost host)
{
    [Fact]
    public async Task Models_come_when_the_provider_answers_and_its_agents_show_when_it_does_not()
    {
        await using var server = await OpenAiTestServer.StartAsync("one", "two");
        server.ModelsStatus = 500;
        // A name of its own: the agents stay in the database of all tests.
        var name = "watch-" + Guid.NewGuid().ToString("N")[..8];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Agents:Providers:0:Name", name), new("Agents:Providers:0:BaseUrl", server.BaseUrl)]).Build();
        var time = new HurriedTime();
        var (providers, health, scopes) = (new ProviderList(configuration, NullLogger<ProviderList>.Instance), new ProviderHealth(time), host.Services.GetRequiredService<IServiceScopeFactory>());
        var catalogue = new AgentCatalogue(providers, health, configuration, scopes);
        using var connections = new ProviderConnections();
        using var watch = new ProviderWatch(providers, connections, health, catalogue, scopes, time, NullLogger<ProviderWatch>.Instance);

        await watch.StartAsync(default);
        await UntilAsync(() => health.StatusOf(name) == AgentStatus.Down);
        Assert.Equal("guide", Assert.Single(catalogue.List()).Id);

        server.ModelsStatus = 200;
        await UntilAsync(() => catalogue.List().Count == 3);
        Assert.Equal([$"{name}/one", $"{name}/two", "guide"], catalogue.List().Select(a => a.Id));
        Assert.Equal($"{name}/one", catalogue.Find(null)!.Id);

        server.Models = ["two", "three"];
        server.ModelsStatus = 500;
        health.Record(name, Outcome.Unreachable);
        health.Record(name, Outcome.Unreachable);
        Assert.Equal(AgentStatus.Down, catalogue.Find($"{name}/one")!.Status);
        server.ModelsStatus = 200;
        await UntilAsync(() => catalogue.Find($"{name}/three") is not null);
        Assert.Null(catalogue.Find($"{name}/one"));
        await watch.StopAsync(default);
    }

    static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition()) await tick.WaitForNextTickAsync(patience.Token);
    }
}
