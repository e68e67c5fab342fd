using System.Globalization;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>A page about one message that a script shows as a panel below it: the same form, without the page around it.</summary>
abstract class PanelPage : PageModel
{
    public Guid MessageId { get; private set; }
    public Guid SessionId { get; private set; }
    public Error? Refusal { get; private set; }
    public bool IsPanel => Request.Headers["X-Requested-With"] == "fetch";
    public string Back => $"/chat/{SessionId}?around={MessageId}#{Fragments.PrefixOf(MessageId)}";

    protected void About(Message message) => (MessageId, SessionId) = (message.Id, message.SessionId);

    /// <summary>The form again, with what was typed and the sentence.</summary>
    protected PageResult Refused(Error refusal)
    {
        Refusal = refusal;
        Response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } wait) Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Page();
    }

    /// <summary>Nothing for a script, which sees the effect by the stream; without one, back to where it shows.</summary>
    protected IActionResult Done(string address) => IsPanel ? new NoContentResult() : Redirect(address);
}
