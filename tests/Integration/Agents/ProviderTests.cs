using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Agents.Providers;
using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

public sealed class ProviderTests
{
    [Fact]
    public void Environment_variables_make_providers()
    {
        var providers = From(("OPENAI_BASE_URL", "http://127.0.0.1:1234/v1"), ("ANTHROPIC_API_KEY", "sk-ant"), ("OLLAMA_HOST", "0.0.0.0"));
        Assert.Equal(
            [("openai", "http://127.0.0.1:1234/v1/", null), ("anthropic", "https://api.anthropic.com/v1/", "sk-ant"), ("ollama", "http://127.0.0.1:11434/v1/", null)],
            providers.Select(p => (p.Name, p.BaseUrl.AbsoluteUri, p.ApiKey)));
    }

    [Fact]
    public void A_key_alone_is_for_the_usual_address() =>
        Assert.Equal([("openai", "https://api.openai.com/v1/", "sk-usual")], From(("OPENAI_API_KEY", "sk-usual")).Select(p => (p.Name, p.BaseUrl.AbsoluteUri, p.ApiKey)));

    [Fact]
    public void Configuration_comes_first_and_takes_the_usual_key_for_the_usual_address_only()
    {
        var providers = From(
            ("Agents:Providers:0:Name", "openai"), ("Agents:Providers:0:Models", "gpt-4o, gpt-4o-mini"),
            ("Agents:Providers:0:Prices:gpt-4o:Input", "2.5"), ("Agents:Providers:0:Prices:gpt-4o:Output", "10"),
            ("Agents:Providers:1:Name", "Elsewhere"), ("Agents:Providers:1:BaseUrl", "https://example.org/v1/"), ("Agents:Providers:1:Models:0", "llama3:8b"),
            ("Agents:Prices:llama3:8b:Input", "0.1"), ("Agents:Prices:llama3:8b:Output", "0.2"), ("Agents:Prices:llama3:8b:Currency", "eur"),
            ("Agents:Providers:2:Name", "broken"), ("Agents:Providers:2:BaseUrl", "ftp://example.org"), ("OPENAI_API_KEY", "sk-usual"));

        Assert.Equal([("openai", "sk-usual"), ("elsewhere", null)], providers.Select(p => (p.Name, p.ApiKey)));
        Assert.Equal(["gpt-4o", "gpt-4o-mini"], providers.First().Models);
        Assert.Equal(new(2.5m, 10m, "USD"), providers.First().PriceOf("gpt-4o"));
        Assert.Null(providers.First().PriceOf("gpt-4o-mini"));
        Assert.Equal(new(0.1m, 0.2m, "EUR"), providers.Last().PriceOf("llama3:8b"));
    }

    [Theory]
    [InlineData("localhost", "http://localhost:11434/v1")]
    [InlineData("10.0.0.7:9000", "http://10.0.0.7:9000/v1")]
    [InlineData("http://box:80", "http://box/v1")]
    [InlineData("https://models.example.org", "https://models.example.org/v1")]
    [InlineData("http://box:11434/v1/", "http://box:11434/v1")]
    public void Ollamas_address_is_completed(string host, string expected) => Assert.Equal(expected, ProviderList.OllamaAddress(host));

    [Fact]
    public async Task Only_models_that_can_chat_are_listed()
    {
        await using var server = await OpenAiTestServer.StartAsync("gpt-4o", "text-embedding-3-small", "whisper-1", "two words", "gpt-4o", "llama3:8b");
        using var connections = new ProviderConnections();
        var provider = From(("OPENAI_BASE_URL", server.BaseUrl)).Single();
        Assert.Equal(["gpt-4o", "llama3:8b"], await connections.ModelsAsync(provider, default));
    }

    [Fact]
    public void Health_follows_the_last_outcomes()
    {
        var health = new ProviderHealth(TimeProvider.System);
        AgentStatus After(params Outcome[] outcomes)
        {
            foreach (var outcome in outcomes) health.Record("p", outcome);
            return health.StatusOf("p");
        }
        Assert.Equal(AgentStatus.Ready, health.StatusOf("p"));
        Assert.Equal(AgentStatus.Ready, After(Outcome.Reached, Outcome.Reached, Outcome.Reached));
        Assert.Equal(AgentStatus.Degraded, After(Outcome.Unreachable));
        Assert.Equal(AgentStatus.Down, After(Outcome.Unreachable));
        Assert.Equal(AgentStatus.Degraded, After(Outcome.Reached));
        Assert.Equal(AgentStatus.Ready, After(Outcome.Reached, Outcome.Reached, Outcome.Reached));
        Assert.Equal(AgentStatus.Down, After(Outcome.Refused));
    }

    static ProviderList From(params (string Key, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build(), NullLogger<ProviderList>.Instance);
}
