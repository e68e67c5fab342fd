using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Sharing.Stream;

/// <summary>
/// Somebody who reads by a link. Of what happens only what is named here reaches them; everything else, also what is added one day, does not.
/// </summary>
sealed class Reader(Share share, SharedFragments fragments)
{
    public async ValueTask<string?> HtmlAsync(FeedEvent happened) => happened switch
    {
        { Name: ChatFeed.Close or "cm-reload" } => happened.Html,
        { Name: null, Tag: MessagePlace { ForReaders: { IsRemoval: true } wiped } } => await wiped.HtmlAsync(share.ReactionNames),
        _ when !share.IsLive => null,
        { Tag: MessagePlace { ForReaders: { } form } } => await form.HtmlAsync(share.ReactionNames),
        // The text of an answer that grows, and its sources.
        { Stream: not null, Name: null or Deltas.Text } or { Name: ChatFeed.Switch or "cm-title" } => happened.Html,
        _ => null,
    };

    /// <summary>What a message has become while the reader was away; empty when they need not know.</summary>
    public async Task<string> ChangedAsync(MessageView message, bool isNew) => !message.IsForReaders ? "" : message.IsWiped ? isNew ? "" : Fragments.Removed(message.Id)
        : !share.IsLive ? "" : isNew ? await fragments.AppendedAsync(message, share.ReactionNames) : await fragments.ReplacedAsync(message, share.ReactionNames);
}
