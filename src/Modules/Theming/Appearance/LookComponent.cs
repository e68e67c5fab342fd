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
        // In the head and not on the body: a tag helper on the body would hold the page back until it is whole, and an answer that grows
        // inside the page could not be seen.
        if (!context.TagName.Equals("head", StringComparison.OrdinalIgnoreCase)) return;
        var look = Look.Of(ViewContext.HttpContext.Request);
        output.PostContent.AppendHtml($"<meta name=\"look\" content=\"{look.Theme} {look.Density}\" data-theme=\"{look.Theme}\" data-density=\"{look.Density}\">");
        output.PostContent.AppendHtml(Head(look.Theme));
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
