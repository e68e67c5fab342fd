using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Providers.Local;

/// <param name="Address">Scheme, host and port, without a path.</param>
sealed record LocalServer(string Name, string Address)
{
    public Uri BaseUrl => new(Address + "/v1/");
}

/// <summary>Looks for model servers on their usual loopback ports when an administrator opens the page, at most once a minute.</summary>
sealed class LocalServers(IConfiguration configuration, ProviderList providers, TimeProvider time, ILogger<LocalServers> logger) : IDisposable
{
    static readonly LocalServer[] Usual =
        [new("Ollama", "http://127.0.0.1:11434"), new("LM Studio", "http://127.0.0.1:1234"), new("llama.cpp", "http://127.0.0.1:8080")];

    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(1), MaxResponseContentBufferSize = 1 << 20,
    };
    readonly LocalServer[] _places = Places(configuration);
    readonly Lock _gate = new();
    Task<LocalServer[]> _last = Task.FromResult(Array.Empty<LocalServer>());
    DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>Those that answer and are no provider yet.</summary>
    public async Task<IReadOnlyList<LocalServer>> FindAsync() =>
        [.. (await AskedAsync()).Where(s => !providers.Any(p => p.IsLocal && p.BaseUrl.Port == s.BaseUrl.Port))];

    Task<LocalServer[]> AskedAsync()
    {
        lock (_gate)
        {
            if (time.GetUtcNow() - _at < TimeSpan.FromMinutes(1)) return _last;
            _at = time.GetUtcNow();
            return _last = LookAsync();
        }
    }

    async Task<LocalServer[]> LookAsync()
    {
        var answers = await Task.WhenAll(_places.Select(IsModelServerAsync));
        return [.. _places.Where((_, i) => answers[i])];
    }

    /// <summary>Port 8080 may be anybody's: only a list of models counts, also an empty one.</summary>
    async Task<bool> IsModelServerAsync(LocalServer server)
    {
        try
        {
            using var list = JsonDocument.Parse(await _http.GetStringAsync(new Uri(server.BaseUrl, "models")));
            return list.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("object", out var kind) && kind.ValueEquals("list")
                && root.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Array or JsonValueKind.Null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            logger.LogDebug("No {Server} at {Address}", server.Name, server.Address);
            return false;
        }
    }

    // Loopback only: this machine's own servers are meant, and the page must not become a way to look around in a network.
    static LocalServer[] Places(IConfiguration configuration)
    {
        var section = configuration.GetSection("Agents:LocalServers");
        if (!section.Exists()) return Usual;
        return [.. section.GetChildren().Where(s => Uri.TryCreate(s["Address"], UriKind.Absolute, out var at) && at is { IsLoopback: true, Scheme: "http", AbsolutePath: "/" })
            .Select(s => new LocalServer(s["Name"] is { Length: > 0 and <= 60 } name ? name : new Uri(s["Address"]!).Authority, s["Address"]!.TrimEnd('/')))];
    }

    public void Dispose() => _http.Dispose();
}
