using ChatMonolith.Modules.Chat.Messages;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>One try at an answer, on one node. It belongs to the server: closing every tab changes nothing.</summary>
sealed class Run
{
    public Guid Id { get; private set; }
    public Guid SessionId { get; private set; }
    public Guid MessageId { get; private set; }
    public Guid UserId { get; private set; }
    public string UserName { get; private set; } = "";
    public string AgentId { get; private set; } = "";
    public string AgentName { get; private set; } = "";
    public string Model { get; private set; } = "";
    public string Node { get; private set; } = "";

    /// <summary>Of a Regenerate, Retry or Continue: the same from the same person gives this run again.</summary>
    public string? ClientMessageId { get; private set; }
    public MessageStatus Status { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset HeartbeatAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>A process that found it open at its start asks whether it is still written; whoever writes it answers with a heartbeat.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>Somebody pressed Stop. Stored, so that it holds on every node and over a death.</summary>
    public DateTimeOffset? StopRequestedAt { get; private set; }
    public string? StopRequestedBy { get; private set; }

    /// <summary>Set when somebody else ended it because it gave no sign of life: its own end, if it still comes, replaces that.</summary>
    public PresumedEnd? Presumed { get; private set; }

    public static Run Start(Message reply, Guid userId, string userName, string model, string node, string? clientMessageId, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), SessionId = reply.SessionId, MessageId = reply.Id, UserId = userId, UserName = userName,
        AgentId = reply.AuthorId, AgentName = reply.AuthorName, Model = model, Node = node, ClientMessageId = clientMessageId,
        Status = MessageStatus.Queued, StartedAt = now, HeartbeatAt = now,
    };

    public void Begin() => Status = MessageStatus.Running;

    public void End(MessageStatus status, DateTimeOffset now, PresumedEnd? presumed = null) => (Status, EndedAt, Presumed) = (status, now, presumed);
}

/// <summary>What was counted for a run that was presumed dead, so that it can be taken back.</summary>
sealed class PresumedEnd
{
    public int InputTokens { get; private set; }
    public int OutputTokens { get; private set; }
    public decimal Cost { get; private set; }
    public string? Currency { get; private set; }
    public int TotalMs { get; private set; }

    /// <summary>Whether what the message used was an estimate without this run.</summary>
    public bool WasEstimated { get; private set; }

    public static PresumedEnd Of(Outcome outcome, Message message) =>
        new() { InputTokens = outcome.InputTokens, OutputTokens = outcome.OutputTokens, Cost = outcome.Cost, Currency = outcome.Currency, TotalMs = outcome.TotalMs, WasEstimated = message.Estimated };
}
