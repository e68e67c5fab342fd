using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;

namespace ChatMonolith.Modules.Kernel.Html;

/// <summary>The program's own files for browsers: by their plain path, the fingerprinted address and the hash that the build made.</summary>
public sealed class Assets(EndpointDataSource endpoints)
{
    ResourceAssetCollection? _all;
    Dictionary<string, string>? _integrities;

    /// <summary>The address that can be cached for ever; the plain one while the server starts.</summary>
    public string UrlOf(string path) => "/" + (All()?[path] ?? path);

    /// <summary>The hash of the file at an address of <see cref="UrlOf"/>; null when the build made none.</summary>
    public string? IntegrityOf(string url)
    {
        if (All() is not { } all) return null;
        _integrities ??= all.Where(a => a.Properties is not null).GroupBy(a => a.Url)
            .Select(g => (Url: "/" + g.Key, Integrity: g.First().Properties!.FirstOrDefault(p => p.Name == "integrity")?.Value))
            .Where(a => a.Integrity is not null).ToDictionary(a => a.Url, a => a.Integrity!);
        return _integrities.GetValueOrDefault(url);
    }

    // From any page: fragments are also made outside of requests. Not found is not remembered, since pages are mapped after services start.
    ResourceAssetCollection? All() =>
        _all ??= endpoints.Endpoints.Select(e => e.Metadata.GetMetadata<ResourceAssetCollection>()).FirstOrDefault(a => a is not null);
}
