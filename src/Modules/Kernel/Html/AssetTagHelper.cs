using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ChatMonolith.Modules.Kernel.Html;

/// <summary>
/// A script or style sheet of the program by its plain path: <c>&lt;script asset="lib/htmx.js"&gt;</c> becomes the fingerprinted address
/// with its integrity hash, so that it can be cached for ever and never be another file.
/// </summary>
[HtmlTargetElement("script", Attributes = "asset")]
[HtmlTargetElement("link", Attributes = "asset", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AssetTagHelper(Assets assets) : TagHelper
{
    [HtmlAttributeName("asset")]
    public string Path { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var url = assets.UrlOf(Path);
        output.Attributes.SetAttribute(output.TagName == "script" ? "src" : "href", url);
        if (assets.IntegrityOf(url) is { } integrity) output.Attributes.SetAttribute("integrity", integrity);
    }
}
