namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>What Chat keeps per session: the counter that orders every durable change, and what its answers cost so far.</summary>
sealed class Transcript
{
    public Guid SessionId { get; private set; }
    public long Revision { get; private set; }
    public decimal Cost { get; private set; }
    public string? Currency { get; private set; }
}
