using System.Collections.Frozen;
using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Replies.Stop;
using ChatMonolith.Modules.Chat.Threads;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>A frame from a client, and what it does.</summary>
abstract record ClientFrame
{
    /// <summary>
    /// Every type of frame that this server understands. What is not here is ignored, so that clients may be newer than the server. A new
    /// type is one line here, one record, and one row in the authorization table of the tests.
    /// </summary>
    public static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["typing"] = typeof(TypingFrame),
        ["presence"] = typeof(PresenceFrame),
        ["send"] = typeof(SendFrame),
        ["stop"] = typeof(StopFrame),
        ["resume"] = typeof(ResumeFrame),
        ["read"] = typeof(ReadFrame),
        ["ping"] = typeof(PingFrame),
    }.ToFrozenDictionary();

    public abstract Task HandleAsync(SocketVisit visit, CancellationToken cancellationToken);
}

/// <summary>Who may not write types nothing that others would see.</summary>
/// <param name="ThreadId">The message in whose thread it is; null for the conversation.</param>
sealed record TypingFrame(bool Active, Guid? ThreadId) : ClientFrame
{
    public override Task HandleAsync(SocketVisit visit, CancellationToken cancellationToken)
    {
        var typing = visit.Connection;
        if (Active && ThreadId is { } thread && thread != typing.FoundThread && typing.MayType)
            return visit.AskAsync(new FindThread(visit.SessionId, thread), found =>
            {
                typing.FoundThread = found;
                visit.Room.SetTyping(typing, true, found);
                return null;
            }, cancellationToken);
        visit.Room.SetTyping(typing, Active, ThreadId);
        return Task.CompletedTask;
    }
}

sealed record PresenceFrame(string? State) : ClientFrame
{
    public override Task HandleAsync(SocketVisit visit, CancellationToken cancellationToken)
    {
        if (State is "active" or "idle" or "hidden") visit.Room.SetState(visit.Connection, Enum.Parse<PresenceState>(State, ignoreCase: true));
        return Task.CompletedTask;
    }
}

sealed record SendFrame(string? Content, string? ClientMessageId, string? Agent, Guid? ParentId, Guid? ThreadId, bool Comment = false) : ClientFrame
{
    public override Task HandleAsync(SocketVisit visit, CancellationToken cancellationToken)
    {
        visit.Room.StopTyping(visit.Connection);
        return visit.AskAsync(new SendMessage(visit.SessionId, visit.Connection.User, Content ?? "", ClientMessageId, Agent, ParentId, ThreadId: ThreadId) { IsComment = Comment },
            sent => new SentFrame(ClientMessageId, sent.MessageId, sent.ReplyId, sent.RunId, sent.Replies), cancellationToken);
    }
}

/// <summary>What a message that came by the socket brought about; without an answer both ids are null.</summary>
sealed record SentFrame(
    string? ClientMessageId, Guid MessageId, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Guid? ReplyId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Guid? RunId, IReadOnlyList<StartedReply> Replies, string Type = "sent");

sealed record StopFrame(Guid RunId) : ClientFrame
{
    public override Task HandleAsync(SocketVisit visit, CancellationToken cancellationToken) =>
        visit.AskAsync(new StopRun(RunId, visit.Connection.User), _ => null, cancellationToken);
}

/// <summary>Goes on from an event that the client has seen; a page that wanted no content gets none.</summary>
sealed record ResumeFrame(string? LastEventId) : ClientFrame
{
    public override Task HandleAsync(SocketVisit visit, CancellationToken cancellationToken)
    {
        visit.Content?.Start(LastEventId, null, cancellationToken);
        return Task.CompletedTask;
    }
}

/// <summary>How far the person has read; it counts also when they leave right after it.</summary>
sealed record ReadFrame(Guid MessageId) : ClientFrame
{
    public override Task HandleAsync(SocketVisit visit, CancellationToken cancellationToken) =>
        visit.AskAsync(new MarkRead(visit.SessionId, visit.Connection.User, MessageId), _ => null, CancellationToken.None);
}

sealed record PingFrame(long? N) : ClientFrame
{
    public override Task HandleAsync(SocketVisit visit, CancellationToken cancellationToken) =>
        visit.Connection.SendAsync(SocketConnection.Frame(new { type = "pong", n = N }), cancellationToken);
}
