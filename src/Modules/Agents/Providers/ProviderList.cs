using System.Collections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>The providers that configuration and the usual environment variables name, in that order.</summary>
sealed class ProviderList : IEnumerable<Provider>
{
    readonly List<Provider> _providers = [];

    public ProviderList(IConfiguration configuration, ILogger<ProviderList> logger)
    {
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

        void Add(string name, string kind, string? baseUrl, string? apiKey, IReadOnlyList<string> models, IReadOnlyList<IConfiguration> prices)
        {
            name = Slug(name);
            if (name is "" or "guide" || Find(name) is not null) return;
            var (usualUrl, usualKey) = Usual(kind, configuration);
            var given = string.IsNullOrWhiteSpace(baseUrl) ? usualUrl : baseUrl;
            if (!Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                logger.LogWarning("Provider {Provider} is left out: its BaseUrl is not an http address", name);
                return;
            }
            // A key for the vendor's own address is not sent to another one that merely shares the kind.
            var key = !string.IsNullOrWhiteSpace(apiKey) ? apiKey : given == usualUrl ? usualKey : null;
            _providers.Add(new(name, kind, url, key?.Trim(), models, prices));
        }
    }

    public Provider? Find(string name) => _providers.Find(p => p.Name == name);
    public int PlaceOf(string name) => _providers.FindIndex(p => p.Name == name);
    public IEnumerator<Provider> GetEnumerator() => _providers.GetEnumerator();
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

    static string Slug(string name) => string.Concat(name.Trim().ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-')).Trim('-');
}
