using System.Text.Json;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>Tells every open page and program when an agent becomes ready, troubled or unreachable.</summary>
sealed class AgentStates(SessionFeeds feeds, IEnumerable<IAgentStatus> agents) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var agent in agents) agent.Changed += Publish;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var agent in agents) agent.Changed -= Publish;
        return Task.CompletedTask;
    }

    void Publish(AgentStatusChanged change)
    {
        var status = change.Status.ToString().ToLowerInvariant();
        var html = JsonSerializer.Serialize(new { agent = change.AgentId, status }, JsonSerializerOptions.Web);
        feeds.PublishToAll(() => new FeedEvent { Name = "cm-agent", Html = html, Payload = new { type = "agent", agent = change.AgentId, status } });
    }
}
