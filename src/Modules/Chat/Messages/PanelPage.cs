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
    public Guid? ThreadId { get; private set; }
    public Error? Refusal { get; private set; }
    public bool IsPanel => Request.Headers["X-Requested-With"] == "fetch";
    public string Back => $"{Conversation}?around={MessageId}#{Fragments.PrefixOf(MessageId)}";

    /// <summary>The page that the message is on.</summary>
    protected string Conversation => ChatAddress.Of(SessionId, ThreadId);

    protected void About(Message message) => (MessageId, SessionId, ThreadId) = (message.Id, message.SessionId, message.ThreadId);

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
