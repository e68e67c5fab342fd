using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Replies.Stop;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>A frame from a client. Unknown types are ignored, so that clients may be newer than the server.</summary>
sealed record ClientFrame(
    string? Type, bool Active, string? State, string? Content, string? ClientMessageId, string? Agent, Guid? ParentId, Guid? RunId,
    string? LastEventId, [property: JsonPropertyName("n")] long? Number,
    bool Comment = false);

/// <summary>What a message that came by the socket brought about; without an answer both ids are null.</summary>
sealed record SentFrame(
    string? ClientMessageId, Guid MessageId, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Guid? ReplyId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Guid? RunId, IReadOnlyList<StartedReply> Replies, string Type = "sent");

/// <summary>Reads a socket's frames and does what they say, within limits.</summary>
sealed class SocketFrames(IServiceScopeFactory scopes, TimeProvider clock)
{
    const int MaxFrame = 64 * 1024;
    const int MaxFrames = 32;
    static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public async Task ReceiveAsync(SocketConnection connection, Room room, Guid sessionId, ContentPump? content, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var (windowStart, frames) = (clock.GetTimestamp(), 0);
        while (connection.Socket.State is WebSocketState.Open)
        {
            buffer.ResetWrittenCount();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await connection.Socket.ReceiveAsync(buffer.GetMemory(1024), cancellationToken);
                if (part.MessageType is WebSocketMessageType.Close) return;
                buffer.Advance(part.Count);
                if (buffer.WrittenCount > MaxFrame) { await connection.CloseAsync(CloseCode.TooLarge, "frame too large"); return; }
            } while (!part.EndOfMessage);

            if (clock.GetElapsedTime(windowStart) > Window) (windowStart, frames) = (clock.GetTimestamp(), 0);
            if (++frames > MaxFrames) { await connection.CloseAsync(CloseCode.RateLimit, "too many frames"); return; }
            if (Parse(buffer.WrittenSpan) is not { } frame) { await connection.CloseAsync(CloseCode.BadFrame, "not a frame"); return; }
            await HandleAsync(frame, connection, room, sessionId, content, cancellationToken);
        }
    }

    static ClientFrame? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ClientFrame>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    async Task HandleAsync(ClientFrame frame, SocketConnection connection, Room room, Guid sessionId, ContentPump? content, CancellationToken cancellationToken)
    {
        switch (frame.Type)
        {
            case "typing":
                room.SetTyping(connection.User, frame.Active);
                break;
            case "presence" when Enum.TryParse<PresenceState>(frame.State, ignoreCase: true, out var state) && Enum.IsDefined(state):
                room.SetState(connection, state);
                break;
            case "ping":
                await connection.SendAsync(SocketConnection.Frame(new { type = "pong", n = frame.Number }), cancellationToken);
                break;
            case "send":
                room.SetTyping(connection.User, false);
                await AskAsync(new SendMessage(sessionId, connection.User, frame.Content ?? "", frame.ClientMessageId, frame.Agent, frame.ParentId) { IsComment = frame.Comment }, connection,
                    sent => new SentFrame(frame.ClientMessageId, sent.MessageId, sent.ReplyId, sent.RunId, sent.Replies), cancellationToken);
                break;
            case "stop" when frame.RunId is { } runId:
                await AskAsync(new StopRun(runId, connection.User), connection, _ => null, cancellationToken);
                break;
            case "resume":
                content?.Start(frame.LastEventId, null, cancellationToken);
                break;
        }
    }

    async Task AskAsync<T>(IRequest<Result<T>> request, SocketConnection connection, Func<T, object?> answer, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
        var frame = result.Failed
            ? new { type = "error", code = result.Error.Code, message = result.Error.Message, retryAfter = result.Error.RetryAfter?.TotalSeconds }
            : answer(result.Value);
        if (frame is not null) await connection.SendAsync(SocketConnection.Frame(frame), cancellationToken);
    }
}
