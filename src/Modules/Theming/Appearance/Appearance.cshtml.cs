using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Theming.Appearance;

/// <summary>Choosing theme and density; for visitors too, because the sign-in page must be readable as well.</summary>
[AllowAnonymous]
sealed class AppearanceModel : PageModel
{
    static readonly Error UnknownTheme = Error.Invalid("unknown_theme", "Choose one of these themes.", "theme");
    static readonly Error UnknownDensity = Error.Invalid("unknown_density", "Choose one of these densities.", "density");

    public Look Chosen { get; private set; } = Look.Default;
    public Error? Error { get; private set; }
    public bool Saved { get; private set; }

    public void OnGet()
    {
        Chosen = Look.Of(Request);
        Saved = Request.Query.ContainsKey("saved");
    }

    public IActionResult OnPost(string? theme, string? density)
    {
        if (Look.Of(theme, density) is { } look)
        {
            look.Remember(HttpContext);
            return Redirect("/settings/appearance?saved");
        }
        var knowsTheme = Look.Themes.Contains(theme ?? "");
        Error = knowsTheme ? UnknownDensity : UnknownTheme;
        Chosen = new(knowsTheme ? theme! : "", Look.Densities.Contains(density ?? "") ? density! : "");
        Response.StatusCode = Error.Status;
        return Page();
    }

    public string? ErrorAt(string field) => Error?.Field == field ? Error.Message : null;
}
