using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Theming.Appearance;

/// <summary>What a person chose, out of closed lists: both end up as attributes of every page.</summary>
sealed record Look(string Theme, string Density)
{
    public const string CookieName = "cm-theme";

    public static readonly IReadOnlyList<string> Themes = ["system", "light", "dark", "contrast"];
    public static readonly IReadOnlyList<string> Densities = ["comfortable", "compact"];
    public static readonly Look Default = new(Themes[0], Densities[0]);

    /// <summary>The theme and density when both are on their lists.</summary>
    public static Look? Of(string? theme, string? density) =>
        theme is not null && density is not null && Themes.Contains(theme) && Densities.Contains(density) ? new(theme, density) : null;

    public static Look Of(HttpRequest request) =>
        request.Cookies[CookieName]?.Split('.') is [var theme, var density] && Of(theme, density) is { } look ? look : Default;

    public void Remember(HttpContext context) => context.Response.Cookies.Append(CookieName, $"{Theme}.{Density}", new()
    {
        MaxAge = TimeSpan.FromDays(365),
        Path = "/",
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    });
}
