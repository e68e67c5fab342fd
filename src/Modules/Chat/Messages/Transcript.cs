namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>What Chat keeps per session: the counter that orders every durable change, and what its answers cost so far.</summary>
sealed class Transcript
{
    public Guid SessionId { get; private set; }
    public long Revision { get; private set; }
    public decimal Cost { get; private set; }
    public string? Currency { get; private set; }

    /// <summary>The version that people see who have not chosen another one.</summary>
    public int ActiveBranch { get; private set; }

    /// <summary>The revision at which that version became the active one.</summary>
    public long ActiveSince { get; private set; }

    /// <summary>The number of the newest branch.</summary>
    public int LastBranch { get; private set; }

    /// <summary>The newest message of the active branch, and the one before the last change: a new message follows it.</summary>
    public Guid? Head { get; private set; }
    public Guid? HeadBefore { get; private set; }
}
