using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ChatMonolith.Modules.Kernel.Html;

/// <summary>
/// An icon of Lucide: <c>&lt;icon name="send" /&gt;</c>. Decoration only; the text or label beside it says the same. The build finds the names in the
/// views and takes those icons into the sprite; a name that comes from code is written as <c>Icon: "send"</c> or <c>Icon = "send"</c> there.
/// </summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper(Assets assets) : TagHelper
{
    [HtmlAttributeName("name")]
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        // No integrity: HTML defines it for scripts and links only. The fingerprint in the address is what names the content here.
        output.Content.SetHtmlContent($"<use href=\"{assets.UrlOf("lib/icons.svg")}#{HtmlEncoder.Default.Encode(Name)}\"></use>");
    }
}
