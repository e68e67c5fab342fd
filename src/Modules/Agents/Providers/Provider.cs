using System.Globalization;
using ChatMonolith.Modules.Agents.Catalogue;
using Microsoft.Extensions.Configuration;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>A service that speaks the OpenAI protocol. A class and not a record, because a record would print its key.</summary>
sealed class Provider(string name, string kind, Uri baseUrl, string? apiKey, IReadOnlyList<string> models, IReadOnlyList<IConfiguration> prices)
{
    public string Name => name;
    public string Kind => kind;
    public Uri BaseUrl => baseUrl;
    public string? ApiKey => apiKey;

    /// <summary>Those that configuration names; empty to ask the provider.</summary>
    public IReadOnlyList<string> Models => models;

    /// <summary>A server on this machine costs nothing per answer.</summary>
    public bool IsLocal => baseUrl.IsLoopback;

    public string Description => IsLocal ? "A model on this machine." : $"A model of {name}.";

    public static string NameOf(string model) => model.EndsWith(":latest", StringComparison.Ordinal) ? model[..^":latest".Length] : model;

    public ModelPrice? PriceOf(string model) => prices.Select(p => Read(p.GetSection(model))).FirstOrDefault(p => p is not null);

    static ModelPrice? Read(IConfigurationSection section) =>
        Number(section["Input"]) is { } input && Number(section["Output"]) is { } output
            ? new(input, output, section["Currency"] is { Length: 3 } currency ? currency.ToUpperInvariant() : "USD") : null;

    static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
