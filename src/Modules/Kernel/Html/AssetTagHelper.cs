using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ChatMonolith.Modules.Kernel.Html;

/// <summary>
/// A script or style sheet of the program by its plain path: <c>&lt;script asset="lib/htmx.js"&gt;</c> becomes the fingerprinted address
/// with its integrity hash, so that it can be cached for ever and never be another file.
/// </summary>
[HtmlTargetElement("script", Attributes = "asset")]
[HtmlTargetElement("link", Attributes = "asset", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AssetTagHelper : TagHelper
{
    static readonly ConcurrentDictionary<ResourceAssetCollection, Dictionary<string, string?>> Integrities = new();

    [HtmlAttributeName("asset")]
    public string Path { get; set; } = "";

    [HtmlAttributeNotBound, ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var assets = ViewContext.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
        var url = assets?[Path] ?? Path;
        output.Attributes.SetAttribute(output.TagName == "script" ? "src" : "href", "/" + url);
        if (assets is null) return;
        var integrities = Integrities.GetOrAdd(assets, all => all.GroupBy(a => a.Url)
            .ToDictionary(g => g.Key, g => g.First().Properties?.FirstOrDefault(p => p.Name == "integrity")?.Value));
        if (integrities.TryGetValue(url, out var integrity) && integrity is not null)
            output.Attributes.SetAttribute("integrity", integrity);
    }
}
