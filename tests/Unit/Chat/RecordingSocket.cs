using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Kernel;

namespace ChatMonolith.Tests.Unit.Chat;

/// <summary>The client's end of a connection: takes the frames in order.</summary>
sealed class RecordingSocket : WebSocket
{
    readonly Channel<string> _frames = Channel.CreateUnbounded<string>();

    public static (SocketConnection Connection, RecordingSocket Client) Connect(CurrentUser user)
    {
        var socket = new RecordingSocket();
        var connection = new SocketConnection(socket, user);
        _ = connection.PumpAsync(CancellationToken.None);
        return (connection, socket);
    }

    public async Task<JsonElement> NextAsync()
    {
        var frame = await _frames.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return JsonDocument.Parse(frame).RootElement;
    }

    public override WebSocketState State => WebSocketState.Open;
    public override WebSocketCloseStatus? CloseStatus => null;
    public override string? CloseStatusDescription => null;
    public override string? SubProtocol => "chat.v1";

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        _frames.Writer.TryWrite(Encoding.UTF8.GetString(buffer));
        return Task.CompletedTask;
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();
    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;
    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;
    public override void Abort() { }
    public override void Dispose() { }
}
