using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Providers;

/// <param name="Setting">What to set so that it is used.</param>
sealed record LocalServer(string Name, string Address, string Setting);

/// <summary>Looks for model servers on their usual loopback ports when an administrator opens the page, at most once a minute.</summary>
sealed class LocalServers(ProviderList providers, TimeProvider time, ILogger<LocalServers> logger) : IDisposable
{
    static readonly LocalServer[] Usual =
    [
        new("Ollama", "http://127.0.0.1:11434", "OLLAMA_HOST=http://127.0.0.1:11434"),
        new("LM Studio", "http://127.0.0.1:1234", "OPENAI_BASE_URL=http://127.0.0.1:1234/v1"),
        new("llama.cpp", "http://127.0.0.1:8080", "OPENAI_BASE_URL=http://127.0.0.1:8080/v1"),
    ];

    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(1), MaxResponseContentBufferSize = 1 << 20,
    };
    readonly Lock _gate = new();
    Task<LocalServer[]> _last = Task.FromResult(Array.Empty<LocalServer>());
    DateTimeOffset _at = DateTimeOffset.MinValue;

    public Task<LocalServer[]> FindAsync()
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
        var free = Usual.Where(s => !providers.Any(p => p.IsLocal && p.BaseUrl.Port == new Uri(s.Address).Port));
        var found = await Task.WhenAll(free.Select(async s => (Server: s, Answers: await AnswersAsync(s))));
        return [.. found.Where(f => f.Answers).Select(f => f.Server)];
    }

    async Task<bool> AnswersAsync(LocalServer server)
    {
        try
        {
            // Port 8080 may be anybody's: only a list of models counts.
            var text = await _http.GetStringAsync(new Uri(server.Address + "/v1/models"));
            return text.Contains("\"data\"", StringComparison.Ordinal) && text.Contains("\"object\"", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            logger.LogDebug("No {Server} at {Address}", server.Name, server.Address);
            return false;
        }
    }

    public void Dispose() => _http.Dispose();
}
