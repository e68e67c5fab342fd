using ChatMonolith.Modules.Chat.Markdown;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>A person's words with their HTML. Made before anything is locked: rendering may take long, and a whole session would wait for it.</summary>
sealed record Written(Guid MessageId, string Content, string Html)
{
    public static Written Of(Guid messageId, string content) => new(messageId, content, SafeMarkdown.ToHtml(content, Fragments.PrefixOf(messageId)));
}
