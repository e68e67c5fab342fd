using ChatMonolith.Modules.Chat.Messages;

namespace ChatMonolith.Modules.Chat.Mentions;

/// <summary>A message names somebody who takes part.</summary>
sealed class PersonMention
{
    public Guid MessageId { get; private set; }
    public Guid UserId { get; private set; }
    public Guid SessionId { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>When the person opened the session after that.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    public static PersonMention Of(Guid userId, Message message, DateTimeOffset now) =>
        new() { MessageId = message.Id, UserId = userId, SessionId = message.SessionId, At = now };
}
