using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ChatMonolith.Modules.Theming.Appearance;

/// <summary>Writes the choice on the layout while it is rendered: no script, no flash of another theme.</summary>
sealed class LookComponent : TagHelperComponent
{
    // The colours of the page's own surface, which the browser draws its frame in; hexadecimal because address bars do not read oklch().
    const string Light = "#fdfcfa", Dark = "#191713";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var look = Look.Of(ViewContext.HttpContext.Request);
        if (context.TagName.Equals("body", StringComparison.OrdinalIgnoreCase))
        {
            output.Attributes.SetAttribute("data-theme", look.Theme);
            output.Attributes.SetAttribute("data-density", look.Density);
        }
        else if (context.TagName.Equals("head", StringComparison.OrdinalIgnoreCase))
        {
            output.PostContent.AppendHtml(Head(look.Theme));
        }
    }

    static string Head(string theme) => theme switch
    {
        "light" => Meta("light", Light),
        "dark" => Meta("dark", Dark),
        "contrast" => Meta("light dark", "#ffffff", "#000000"),
        _ => Meta("light dark", Light, Dark),
    };

    static string Meta(string scheme, string color) =>
        $"<meta name=\"color-scheme\" content=\"{scheme}\"><meta name=\"theme-color\" content=\"{color}\">";

    static string Meta(string scheme, string light, string dark) =>
        $"""<meta name="color-scheme" content="{scheme}"><meta name="theme-color" content="{light}" media="(prefers-color-scheme: light)"><meta name="theme-color" content="{dark}" media="(prefers-color-scheme: dark)">""";
}
