using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Reactions;
using ChatMonolith.Modules.Kernel.Html;

namespace ChatMonolith.Modules.Chat.Sharing;

/// <summary>Messages as readers by a link see them: the ids of a participant's page, so that the text of a growing answer fits both.</summary>
sealed class SharedFragments(FragmentRenderer renderer)
{
    public const string Message = "/Modules/Chat/Sharing/_SharedMessage.cshtml";

    public async Task<string> AppendedAsync(MessageView message, bool names) => Fragments.Partial(Fragments.Transcript, "beforeend", $"<li>{await MessageAsync(message, names)}</li>");

    public async Task<string> ReplacedAsync(MessageView message, bool names) => message.IsWiped ? Fragments.Removed(message.Id)
        : Fragments.Partial($"#{Fragments.PrefixOf(message.Id)}", "outerMorph", await MessageAsync(message, names));

    public async Task<string> ReactionsAsync(ReactionRow row, bool names) => Fragments.Partial($"#{Fragments.PrefixOf(row.MessageId)}-reactions", "outerMorph",
        await renderer.RenderAsync("/Modules/Chat/Sharing/_SharedReactions.cshtml", row with { Reactions = ForReaders(row.Reactions, names) }));

    /// <summary>Without what no reader by a link may see. The template shows what is left, so that nothing slips through one of its lines.</summary>
    public static MessageView Bare(MessageView message, bool names) => message with
    {
        Reasoning = null,
        Usage = null,
        Timing = null,
        Siblings = null,
        Thread = null,
        Error = null,
        StoppedBy = null,
        RunId = null,
        AskedBy = null,
        DeletedBy = null,
        DeletedById = null,
        DeletionId = null,
        Reactions = ForReaders(message.Reactions, names),
    };

    static IReadOnlyList<ReactionView> ForReaders(IReadOnlyList<ReactionView> reactions, bool names) => names ? reactions : [.. reactions.Select(r => r with { People = [] })];

    Task<string> MessageAsync(MessageView message, bool names) => renderer.RenderAsync(Message, Bare(message, names));
}
