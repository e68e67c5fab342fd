using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>Reads a socket's frames and does what they say, within limits.</summary>
sealed class SocketFrames(TimeProvider clock)
{
    public const int MaxFrame = 64 * 1024;

    /// <summary>For pages, which only type and are there.</summary>
    public const int MaxPageFrame = 4 * 1024;

    // Somebody who sends a frame in ever smaller parts, or in empty ones, never comes to its end.
    const int MaxParts = 1024;
    const int MinBuffer = 1024;

    static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    /// <summary>Returns when the client has said goodbye, or was told to.</summary>
    public async Task ReceiveAsync(SocketVisit visit, CancellationToken cancellationToken)
    {
        var (socket, most) = (visit.Connection.Socket, visit.Content is null ? MaxPageFrame : MaxFrame);
        var buffer = new ArrayBufferWriter<byte>(MinBuffer);
        var rate = new FrameRate(clock);
        while (true)
        {
            buffer.ResetWrittenCount();
            ValueWebSocketReceiveResult part;
            var parts = 0;
            do
            {
                part = await socket.ReceiveAsync(buffer.GetMemory(MinBuffer), cancellationToken);
                if (part.MessageType is WebSocketMessageType.Close) return;
                buffer.Advance(part.Count);
                if (Refuse(part, buffer.WrittenCount > most, ++parts) is not var (code, why)) continue;
                await visit.Connection.CloseAsync(code, why);
                return;
            } while (!part.EndOfMessage);

            if (visit.Connection.IsClosing) return;
            if (!rate.Take())
            {
                await visit.Connection.CloseAsync(CloseCode.RateLimit, "too many frames");
                return;
            }
            if (!TryRead(buffer.WrittenMemory, out var frame))
            {
                await visit.Connection.CloseAsync(CloseCode.BadFrame, "not a frame");
                return;
            }
            if (frame is not null) await frame.HandleAsync(visit, cancellationToken);
        }
    }

    static (int, string)? Refuse(ValueWebSocketReceiveResult part, bool tooLarge, int parts) =>
        part.MessageType is WebSocketMessageType.Binary ? (CloseCode.BadFrame, "not text")
        : tooLarge ? (CloseCode.TooLarge, "frame too large")
        : parts > MaxParts ? (CloseCode.BadFrame, "too many parts") : null;

    /// <summary>False when this is no frame; a null frame is one of a type that is not known here.</summary>
    static bool TryRead(ReadOnlyMemory<byte> json, out ClientFrame? frame)
    {
        frame = null;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Object || !document.RootElement.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String)
                return false;
            if (ClientFrame.Types.TryGetValue(type.GetString()!, out var known)) frame = (ClientFrame?)document.RootElement.Deserialize(known, Json);
            return true;
        }
        // Text that is no Unicode is told as the latter.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
