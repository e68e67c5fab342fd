using ChatMonolith.Modules.Agents.Answers;
using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;
using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>The part that asks models, with a provider of its own: failures here must not make the shared host's provider look ill.</summary>
public abstract class ModelFixture : IAsyncLifetime
{
    protected const string Key = "sk-secret-of-the-house";
    readonly HurriedTime _time = new();
    static readonly ProviderConnections Connections = new();

    protected OpenAiTestServer Server { get; private set; } = null!;
    internal ProviderHealth Health { get; private set; } = null!;
    internal Agent Agent { get; } = new("test/test-model", "Tess", "test", "test-model", "", 0);

    public async Task InitializeAsync()
    {
        Server = await OpenAiTestServer.StartAsync();
        Health = new ProviderHealth(_time);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    protected IAsyncEnumerable<AgentUpdate> Answer(string question = "hello", double firstToken = 3600, double idle = 3600, string? baseUrl = null, CancellationToken stop = default) =>
        Answer([new(false, "Ann", question)], firstToken, idle, baseUrl, stop);

    protected IAsyncEnumerable<AgentUpdate> Answer(
        IReadOnlyList<TurnMessage> messages, double firstToken = 3600, double idle = 3600, string? baseUrl = null, CancellationToken stop = default)
    {
        var provider = new Provider("test", "openai", new Uri((baseUrl ?? Server.BaseUrl) + "/"), Key, ["test-model"], []);
        var limits = new AnswerLimits(TimeSpan.FromSeconds(firstToken), TimeSpan.FromSeconds(idle));
        return new ModelAnswers(Connections, Health, limits, _time, NullLogger<ModelAnswers>.Instance)
            .AnswerAsync(Agent, provider, new("test/test-model", messages), stop);
    }

    protected static async Task<List<AgentUpdate>> AllAsync(IAsyncEnumerable<AgentUpdate> answer)
    {
        var updates = new List<AgentUpdate>();
        await foreach (var update in answer) updates.Add(update);
        return updates;
    }

    protected static string TextOf(IEnumerable<AgentUpdate> updates) => string.Concat(updates.OfType<AgentText>().Select(t => t.Text));
}
