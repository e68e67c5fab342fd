using System.Collections;
using ChatMonolith.Modules.Agents.Providers.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>The providers that configuration and the usual environment variables name, and those that an administrator added, in that order.</summary>
sealed class ProviderList : IEnumerable<Provider>
{
    readonly ILogger _logger;
    readonly IConfiguration _configuration;
    readonly List<Provider> _configured = [];
    readonly Lock _gate = new();
    volatile Provider[] _all = [];
    TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProviderList(IConfiguration configuration, ILogger<ProviderList> logger)
    {
        (_configuration, _logger) = (configuration, logger);
        var everywhere = configuration.GetSection("Agents:Prices");
        foreach (var section in configuration.GetSection("Agents:Providers").GetChildren().OrderBy(s => s.Key.Length).ThenBy(s => s.Key, StringComparer.Ordinal))
        {
            var kind = (section["Kind"] ?? section["Name"] ?? "openai").ToLowerInvariant();
            Add(section["Name"] ?? kind, kind, section["BaseUrl"], section["ApiKey"], Models(section.GetSection("Models")), [section.GetSection("Prices"), everywhere]);
        }
        if (configuration["OPENAI_API_KEY"] is { Length: > 0 } || configuration["OPENAI_BASE_URL"] is { Length: > 0 })
            Add("openai", "openai", null, null, [], [everywhere]);
        if (configuration["ANTHROPIC_API_KEY"] is { Length: > 0 })
            Add("anthropic", "anthropic", null, null, [], [everywhere]);
        if (configuration["OLLAMA_HOST"] is { Length: > 0 })
            Add("ollama", "ollama", null, null, [], [everywhere]);
        _all = [.. _configured];

        void Add(string name, string kind, string? baseUrl, string? apiKey, IReadOnlyList<string> models, IReadOnlyList<IConfiguration> prices)
        {
            name = Slug(name);
            if (name is "" or "guide" || _configured.Exists(p => p.Name == name)) return;
            var (usualUrl, usualKey) = Usual(kind, configuration);
            var given = string.IsNullOrWhiteSpace(baseUrl) ? usualUrl : baseUrl;
            if (!Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                logger.LogWarning("Provider {Provider} is left out: its BaseUrl is not an http address", name);
                return;
            }
            // A key for the vendor's own address is not sent to another one that merely shares the kind.
            var key = !string.IsNullOrWhiteSpace(apiKey) ? apiKey : given == usualUrl ? usualKey : null;
            _configured.Add(new(name, kind, url, key?.Trim(), models, prices));
        }
    }

    /// <summary>Completes when <see cref="SetUsed"/> next changes something.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Exactly these servers are used besides the configured providers, which win a name or a port that both have.</summary>
    public void SetUsed(IEnumerable<UsedServer> used)
    {
        lock (_gate)
        {
            var before = _all;
            // The same object for the same server: connections hang on it.
            Provider[] added = [.. used.Where(IsFree).Select(s => Array.Find(before, p => p.Name == s.Provider && p.BaseUrl == BaseUrlOf(s)) ?? Of(s))];
            if (before.Length == _configured.Count + added.Length && added.All(before.Contains)) return;
            _all = [.. _configured, .. added];
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    bool IsFree(UsedServer server)
    {
        var free = !_configured.Exists(p => p.Name == server.Provider || (p.IsLocal && p.BaseUrl.Port == BaseUrlOf(server).Port));
        if (!free) _logger.LogDebug("{Server} is left out: the configuration names it too", server.Name);
        return free;
    }

    Provider Of(UsedServer server) => new(server.Provider, "openai", BaseUrlOf(server), null, [], [_configuration.GetSection("Agents:Prices")]);

    static Uri BaseUrlOf(UsedServer server) => new LocalServer(server.Name, server.Address).BaseUrl;

    public Provider? Find(string name) => Array.Find(_all, p => p.Name == name);
    public int PlaceOf(string name) => Array.FindIndex(_all, p => p.Name == name);
    public IEnumerator<Provider> GetEnumerator() => _all.AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    static (string BaseUrl, string? Key) Usual(string kind, IConfiguration configuration) => kind switch
    {
        "anthropic" => (AnthropicAddress(configuration["ANTHROPIC_BASE_URL"]), configuration["ANTHROPIC_API_KEY"]),
        "ollama" => (OllamaAddress(configuration["OLLAMA_HOST"]), null),
        _ => (configuration["OPENAI_BASE_URL"] is { Length: > 0 } url ? url : "https://api.openai.com/v1", configuration["OPENAI_API_KEY"]),
    };

    /// <summary>Other programs expect the variable without the version in the path.</summary>
    static string AnthropicAddress(string? url) => url is not { Length: > 0 } ? "https://api.anthropic.com/v1"
        : Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.AbsolutePath == "/" ? new Uri(uri, "v1").AbsoluteUri : url;

    /// <summary>OLLAMA_HOST also tells the server where to listen: it may lack scheme and port, and may be the address "everywhere".</summary>
    public static string OllamaAddress(string? host)
    {
        var text = string.IsNullOrWhiteSpace(host) ? "127.0.0.1" : host.Trim().TrimEnd('/');
        if (!text.Contains("://", StringComparison.Ordinal)) text = "http://" + text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)) return text;
        var builder = new UriBuilder(uri) { Host = uri.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : uri.Host };
        var portIsGiven = text.EndsWith($":{uri.Port}", StringComparison.Ordinal) || text.Contains($":{uri.Port}/", StringComparison.Ordinal);
        if (!portIsGiven && uri.Scheme == "http") builder.Port = 11434;
        if (uri.AbsolutePath is "/" or "") builder.Path = "/v1";
        return builder.Uri.AbsoluteUri;
    }

    static IReadOnlyList<string> Models(IConfigurationSection section) =>
        [.. (section.Value is { } list ? list.Split(',') : section.GetChildren().Select(c => c.Value ?? ""))
            .Select(m => m.Trim()).Where(ModelNames.IsUsable).Distinct()];

    public static string Slug(string name) => string.Concat(name.Trim().ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-')).Trim('-');
}
