using System.Text.Json.Serialization;

namespace ChatMonolith.Modules.Chat.Messages.Send;

/// <summary>What a message brought about.</summary>
/// <param name="ReplyId">The first answer to it; null when nobody answers.</param>
/// <param name="Replies">All answers to it, one of each agent that was asked.</param>
sealed record SentMessage(Guid MessageId, Guid? ReplyId, Guid? RunId, IReadOnlyList<StartedReply> Replies, [property: JsonIgnore] Guid SessionId, [property: JsonIgnore] Guid? ThreadId)
{
    public static SentMessage Of(Guid sessionId, Guid messageId, IReadOnlyList<StartedReply> replies, Guid? threadId) =>
        new(messageId, replies is [var first, ..] ? first.ReplyId : null, replies is [var one, ..] ? one.RunId : null, replies, sessionId, threadId);
}

sealed record StartedReply(Guid ReplyId, Guid RunId);
