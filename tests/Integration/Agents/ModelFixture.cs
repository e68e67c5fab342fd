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
    static readonly ProviderConnections Connections = new();

    protected virtual TimeProvider Time { get; } = new HurriedTime();
    protected OpenAiTestServer Server { get; private set; } = null!;
    internal ProviderHealth Health { get; private set; } = null!;
    internal Agent Agent { get; } = new("test/test-model", "Tess", "test", "test-model", "", 0);

    public async Task InitializeAsync()
    {
        Server = await OpenAiTestServer.StartAsync();
        Health = new ProviderHealth(Time);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    protected IAsyncEnumerable<AgentUpdate> Answer(string question = "hello", double firstToken = 3600, double idle = 3600, string? baseUrl = null, CancellationToken stop = default) =>
        Answer([new(false, "Ann", question)], firstToken, idle, baseUrl, stop: stop);

    protected IAsyncEnumerable<AgentUpdate> Answer(
        IReadOnlyList<TurnMessage> messages, double firstToken = 3600, double idle = 3600, string? baseUrl = null,
        double answer = 36_000, int? tokens = null, string? begun = null, CancellationToken stop = default)
    {
        var provider = new Provider("test", "openai", new Uri((baseUrl ?? Server.BaseUrl) + "/"), Key, ["test-model"], []);
        var limits = new AnswerLimits(TimeSpan.FromSeconds(firstToken), TimeSpan.FromSeconds(idle), TimeSpan.FromSeconds(answer), tokens);
        return new ModelAnswers(Connections, Health, limits, Time, NullLogger<ModelAnswers>.Instance)
            .AnswerAsync(Agent, provider, new("test/test-model", messages, begun), stop);
    }

    protected static async Task<List<AgentUpdate>> AllAsync(IAsyncEnumerable<AgentUpdate> answer)
    {
        var updates = new List<AgentUpdate>();
        await foreach (var update in answer) updates.Add(update);
        return updates;
    }

    protected static readonly IReadOnlyList<TurnMessage> Hello = [new(false, "Ann", "hello")];

    /// <summary>The next answer is these bytes and then its end.</summary>
    protected void Reply(string bytes) => Reply([System.Text.Encoding.UTF8.GetBytes(bytes)]);

    protected void Reply(IEnumerable<byte[]> packets, string contentType = "text/event-stream", string? encoding = null)
    {
        var script = Server.Next().As(contentType, encoding);
        foreach (var packet in packets) _ = script.SendBytesAsync(packet);
        _ = script.CutOffAsync();
    }

    /// <summary>An event with this delta, as JSON.</summary>
    protected static string Delta(string delta, string reason = "null") => $$"""data: {"choices":[{"index":0,"delta":{{delta}},"finish_reason":{{reason}}}]}""" + "\n\n";

    protected const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n";
    protected const string Done = "data: [DONE]\n\n";

    protected static string ReasoningOf(IEnumerable<AgentUpdate> updates) => string.Concat(updates.OfType<AgentReasoning>().Select(t => t.Text));

    protected static string TextOf(IEnumerable<AgentUpdate> updates) => string.Concat(updates.OfType<AgentText>().Select(t => t.Text));
}
