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
    public MessageStatus Status { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset HeartbeatAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    public static Run Start(Message reply, Guid userId, string userName, string model, string node, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), SessionId = reply.SessionId, MessageId = reply.Id, UserId = userId, UserName = userName,
        AgentId = reply.AuthorId, AgentName = reply.AuthorName, Model = model, Node = node,
        Status = MessageStatus.Queued, StartedAt = now, HeartbeatAt = now,
    };

    public void Begin() => Status = MessageStatus.Running;

    public void End(MessageStatus status, DateTimeOffset now) => (Status, EndedAt) = (status, now);
}
