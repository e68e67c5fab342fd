using System.Text.RegularExpressions;
using ChatMonolith.Modules.Chat.Reactions;
using ChatMonolith.Modules.Kernel.Html;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>The DOM contract of a message: ids, and the partial that shows one. Everything that sends message HTML goes through here.</summary>
sealed partial class Fragments(FragmentRenderer renderer)
{
    public const string MessageView = "/Modules/Chat/Messages/_Message.cshtml";
    public const string Transcript = "#transcript";

    public static string PrefixOf(Guid messageId) => $"message-{messageId}";

    /// <summary>The open end of an answer that grows; short, because it stands in most of what is sent.</summary>
    public static string TailOf(long ordinal) => $"tail-{ordinal}";

    public Task<string> MessageAsync(MessageView message) => renderer.RenderAsync(MessageView, message);

    public static string Partial(string target, string swap, string html) => $"<hx-partial hx-target=\"{target}\" hx-swap=\"{swap}\">{html}</hx-partial>";

    public async Task<string> AppendedAsync(MessageView message) => Partial(Transcript, "beforeend", $"<li>{await MessageAsync(message)}</li>");

    public async Task<string> ReplacedAsync(MessageView message) => Partial($"#{PrefixOf(message.Id)}", "outerMorph", await MessageAsync(message));

    /// <summary>The list of sources below an answer that still grows.</summary>
    public async Task<string> SourcesAsync(MessageView message) =>
        Partial($"#{PrefixOf(message.Id)}-sources", "outerMorph", await renderer.RenderAsync("/Modules/Chat/Messages/_Sources.cshtml", message));

    /// <summary>The way to the thread under a message, without the message: that may be an answer that grows.</summary>
    public async Task<string> ThreadAsync(MessageView message) =>
        Partial($"#{PrefixOf(message.Id)}-thread", "outerMorph", await renderer.RenderAsync("/Modules/Chat/Threads/_ThreadLink.cshtml", message));

    /// <summary>The row of emoji below a message.</summary>
    public async Task<string> ReactionsAsync(ReactionRow row) =>
        Partial($"#{PrefixOf(row.MessageId)}-reactions", "outerMorph", await renderer.RenderAsync("/Modules/Chat/Reactions/_Reactions.cshtml", row));

    /// <summary>A message whose text is wiped leaves the page.</summary>
    public static string Removed(Guid messageId) => Partial($"li:has(> #{PrefixOf(messageId)})", "delete", "");

    /// <summary>The closed box with a model's thoughts; what it says is encoded already.</summary>
    public static string Reasoning(string prefix, string encoded) =>
        $"<details class=\"reasoning\"><summary>Thoughts</summary><p id=\"{prefix}-reasoning\" dir=\"auto\">{encoded}</p></details>";

    /// <summary>What one person sees of a fragment made for all: what they wrote, deleted or chose is marked. Text cannot forge the attribute, its quotes are encoded.</summary>
    public static string For(Guid userId, string html) => Chosen().Replace(html, m => Pressed(m.Groups["label"].Value, m.Groups["by"].Value.Contains(userId.ToString(), StringComparison.Ordinal)))
        .Replace($"class=\"message person by-{userId}", "class=\"message person mine", StringComparison.Ordinal)
        .Replace($"class=\"message deleted by-{userId}", "class=\"message deleted mine", StringComparison.Ordinal);

    static string Pressed(string label, bool mine) => $"aria-pressed=\"{(mine ? "true" : "false")}\" aria-label=\"{label}, {(mine ? "remove" : "add")} yours\"";

    [GeneratedRegex("data-by=\"(?<by>[^\"]*)\" aria-label=\"(?<label>[^\"]*)\"")]
    private static partial Regex Chosen();
}
