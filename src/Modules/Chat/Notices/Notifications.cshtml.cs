using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Chat.Notices;

sealed class NotificationsModel : PageModel
{
    public Alerts Chosen { get; private set; } = new(false, false);
    public bool Saved { get; private set; }

    public void OnGet()
    {
        Chosen = Alerts.Of(Request);
        Saved = Request.Query.ContainsKey("saved");
    }

    public IActionResult OnPost(string? browser, string? sound)
    {
        new Alerts(browser == "on", sound == "on").Remember(HttpContext);
        return Redirect("/settings/notifications?saved");
    }
}
