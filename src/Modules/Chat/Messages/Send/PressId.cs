using System.Security.Cryptography;
using System.Text;

namespace ChatMonolith.Modules.Chat.Messages.Send;

static class PressId
{
    /// <summary>
    /// The client message id of a form's text. A form keeps its id while its text changes: back from the answer, or pressed again before that came.
    /// The same text twice is one message, but another text must not be taken for the first.
    /// </summary>
    /// <returns>The id as given when there is none or it is longer than what a form of ours sends.</returns>
    public static string? Of(string? formId, string text) =>
        formId is not { Length: > 0 and <= 40 } ? formId : $"{formId}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ChatText.Clean(text))).AsSpan(0, 8))}";
}
