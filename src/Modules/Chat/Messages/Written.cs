using ChatMonolith.Modules.Chat.Markdown;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>A person's words with their HTML. Made before anything is locked: rendering may take long, and a whole session would wait for it.</summary>
/// <param name="Names">Whom they mention, as typed; null when nobody.</param>
sealed record Written(Guid MessageId, string Content, string Html, string[]? Names)
{
    public static Written Of(Guid messageId, string content, string[]? names = null) =>
        new(messageId, content, SafeMarkdown.ToHtml(content, Fragments.PrefixOf(messageId), new KnownNames(names ?? [])), names);
}
