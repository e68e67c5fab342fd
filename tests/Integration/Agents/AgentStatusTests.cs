using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

[Collection("host")]
public sealed class AgentStatusTests(TestHost host)
{
    [Fact]
    public void Each_change_is_told_once_for_each_agent_of_the_provider()
    {
        var catalogue = host.Services.GetRequiredService<AgentCatalogue>();
        var agent = catalogue.List().First(a => a.Id != "guide");
        var health = new ProviderHealth(TimeProvider.System);
        var statuses = new AgentStatuses(catalogue, health, Microsoft.Extensions.Logging.Abstractions.NullLogger<AgentStatuses>.Instance);
        var told = new List<AgentStatusChanged>();
        statuses.Changed += _ => throw new InvalidOperationException("a listener that breaks");
        statuses.Changed += told.Add;

        foreach (var outcome in new[] { Outcome.Reached, Outcome.Trouble, Outcome.Trouble, Outcome.Refused, Outcome.Refused }) health.Record(agent.Provider, outcome);
        for (var i = 0; i < 10; i++) health.Record(agent.Provider, Outcome.Reached);
        health.Record("somebody-else", Outcome.Refused);

        Assert.Equal([AgentStatus.Degraded, AgentStatus.Down, AgentStatus.Degraded, AgentStatus.Ready], told.Where(t => t.AgentId == agent.Id).Select(t => t.Status));
        Assert.DoesNotContain(told, t => t.AgentId == "guide");
        Assert.Equal(catalogue.List().Count(a => a.Provider == agent.Provider) * 4, told.Count);
    }

    [Fact]
    public void Other_modules_can_listen() => Assert.IsType<AgentStatuses>(host.Services.GetRequiredService<IAgentStatus>());
}
