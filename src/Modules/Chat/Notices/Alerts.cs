using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Chat.Notices;

/// <summary>What a person wants this browser to do when an answer is ready or they are mentioned elsewhere, beside the quiet notice on the page. Kept in a cookie: each device differs.</summary>
sealed record Alerts(bool Browser, bool Sound)
{
    public const string CookieName = "cm-alerts";

    public static Alerts Of(HttpRequest request) =>
        request.Cookies[CookieName]?.Split('.') is [var browser, var sound] ? new(browser == "1", sound == "1") : new(false, false);

    public void Remember(HttpContext context) => context.Response.Cookies.Append(CookieName, $"{(Browser ? 1 : 0)}.{(Sound ? 1 : 0)}", new()
    {
        MaxAge = TimeSpan.FromDays(365),
        Path = "/",
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    });
}
