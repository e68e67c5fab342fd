namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>What a message said until it was edited.</summary>
sealed class Wording
{
    public Guid MessageId { get; private set; }

    /// <summary>The message's revision while it said this.</summary>
    public long Revision { get; private set; }
    public string Content { get; private set; } = "";

    /// <summary>Since when it said this.</summary>
    public DateTimeOffset At { get; private set; }

    public static Wording Of(Message message) =>
        new() { MessageId = message.Id, Revision = message.Revision, Content = message.Content, At = message.EditedAt ?? message.CreatedAt };
}
