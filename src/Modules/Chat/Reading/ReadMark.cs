namespace ChatMonolith.Modules.Chat.Reading;

/// <summary>How far somebody has read a session. It never goes back.</summary>
sealed class ReadMark
{
    public Guid SessionId { get; private set; }
    public Guid UserId { get; private set; }

    /// <summary>The ordinal of the last message they have seen whole.</summary>
    public long Ordinal { get; private set; }
    public DateTimeOffset At { get; private set; }
}
