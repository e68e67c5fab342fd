using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using OpenAI;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>One pool of connections per provider, and the client of each model on top of it.</summary>
sealed class ProviderConnections : IDisposable
{
    const int MostModels = 300;

    // Without a limit it sends the first 20: https://docs.claude.com/en/api/models-list
    const string AllOfAnthropic = "models?limit=300";
    readonly ConcurrentDictionary<Provider, Lazy<(HttpClient Http, OpenAIClient Api)>> _connections = new();
    readonly ConcurrentDictionary<(Provider, string), IChatClient> _clients = new();

    public IChatClient ClientOf(Provider provider, string model) =>
        _clients.GetOrAdd((provider, model), static (key, self) =>
            new CompletionClient(self.Of(key.Item1).Api.GetChatClient(key.Item2), key.Item2, key.Item1), this);

    /// <summary>The models that can chat, newest first when the provider tells their age; throws when it cannot be asked.</summary>
    public async Task<IReadOnlyList<string>> ModelsAsync(Provider provider, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(provider.BaseUrl, provider.Kind == "anthropic" ? AllOfAnthropic : "models"));
        if (provider.Kind == "anthropic")
        {
            request.Headers.Add("x-api-key", provider.ApiKey);
            request.Headers.Add("anthropic-version", "2023-06-01");
        }
        else if (provider.ApiKey is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        using var response = await Of(provider).Http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var list = await response.Content.ReadFromJsonAsync<ModelList>(cancellationToken);
        return [.. (list?.Data ?? []).OrderByDescending(m => m.Created ?? 0).Select(m => m.Id ?? "")
            .Where(ModelNames.IsUsable).Where(ModelNames.CanChat).Distinct().Take(MostModels)];
    }

    (HttpClient Http, OpenAIClient Api) Of(Provider provider) =>
        _connections.GetOrAdd(provider, static p => new(() => Connect(p))).Value;

    static (HttpClient, OpenAIClient) Connect(Provider provider)
    {
        var sockets = new SocketsHttpHandler
        {
            // A redirect would carry the key and the conversation to another place than the configured one.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseProxy = !provider.IsLocal,
            // Who stops an answer wants the provider to stop too, not to read the rest so as to keep the connection.
            MaxResponseDrainSize = 0,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            EnableMultipleHttp2Connections = true,
        };
        var http = new HttpClient(sockets) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 8 << 20 };
        var options = new OpenAIClientOptions
        {
            Endpoint = provider.BaseUrl,
            Transport = new HttpClientPipelineTransport(http),
            // Our own retries know whether text was shown already, and our own clocks how long a person waits.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            UserAgentApplicationId = "ChatMonolith",
        };
        // Local servers ask for no key, but the client insists on one.
        return (http, new OpenAIClient(new ApiKeyCredential(provider.ApiKey ?? "none"), options));
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values.Where(c => c.IsValueCreated)) connection.Value.Http.Dispose();
    }

    sealed record ModelList([property: JsonPropertyName("data")] IReadOnlyList<ModelEntry>? Data);
    sealed record ModelEntry([property: JsonPropertyName("id")] string? Id, [property: JsonPropertyName("created")] double? Created);
}
