using System.Text.Json;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Reactions;

namespace ChatMonolith.Modules.Chat.Sharing;

/// <summary>One message of a snapshot. It goes when the text of the message it was taken from is wiped.</summary>
sealed class SharedMessage
{
    public Guid ShareId { get; private set; }
    public long Ordinal { get; private set; }
    public Guid MessageId { get; private set; }
    public string Text { get; private set; } = "";

    public SharedText Read() => JsonSerializer.Deserialize<SharedText>(Text, JsonSerializerOptions.Web)!;

    public static SharedMessage Of(Guid shareId, Message m) =>
        new() { ShareId = shareId, Ordinal = m.Ordinal, MessageId = m.Id, Text = JsonSerializer.Serialize(SharedText.Of(m), JsonSerializerOptions.Web) };
}

/// <summary>What a snapshot keeps of a message, and what a copy takes of one: no costs, no thoughts, no versions.</summary>
sealed record SharedText(
    Guid Id, AuthorView Author, string Content, string Html, int HtmlVersion, string Status, DateTimeOffset CreatedAt, DateTimeOffset? EditedAt,
    IReadOnlyList<CitedSource> Citations, IReadOnlyList<EmojiTally> Reactions)
{
    public static SharedText Of(Message m) => new(
        m.Id, new(m.AuthorKind is AuthorKind.User ? "user" : "agent", m.AuthorId, m.AuthorName), m.Content, m.Html ?? "", m.Html is null ? 0 : m.HtmlVersion,
        m.Status.ToString().ToLowerInvariant(), m.CreatedAt, m.EditedAt, m.Citations, m.Reactions);

    public MessageView ToView(Guid sessionId, long ordinal)
    {
        var sources = CitationView.Sources(Citations);
        var html = HtmlVersion == SafeMarkdown.Version ? Html : SafeMarkdown.ToHtml(Content, Fragments.PrefixOf(Id), sources);
        return new()
        {
            Id = Id, SessionId = sessionId, Branch = 0, Ordinal = ordinal, Revision = 0, Author = Author, Content = Content, Html = html, Status = Status, CreatedAt = CreatedAt, EditedAt = EditedAt,
            Citations = CitationView.ListOf(sources.InOrder(Citations, c => c.Number), Fragments.PrefixOf(Id), html), Reactions = ReactionView.ListOf(Reactions),
        };
    }
}
