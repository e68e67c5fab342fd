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

    /// <summary>When set, a frame is sent only as far as this: the client does not read.</summary>
    public TaskCompletionSource? Stuck { get; init; }
    public int Sent { get; private set; }
    public bool Aborted { get; private set; }
    public int? Closed { get; private set; }

    public static (SocketConnection Connection, RecordingSocket Client) Connect(CurrentUser user, TimeProvider? clock = null, bool stuck = false)
    {
        var socket = new RecordingSocket { Stuck = stuck ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null };
        var connection = new SocketConnection(socket, user, clock ?? TimeProvider.System);
        _ = connection.WriteAsync();
        return (connection, socket);
    }

    public async Task<JsonElement> WelcomeAsync() => JsonDocument.Parse(await _frames.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10))).RootElement;

    /// <summary>The next frame after the welcome.</summary>
    public async Task<JsonElement> NextAsync()
    {
        var frame = await WelcomeAsync();
        return frame.GetProperty("type").GetString() == "welcome" ? await WelcomeAsync() : frame;
    }

    public override WebSocketState State => WebSocketState.Open;
    public override WebSocketCloseStatus? CloseStatus => null;
    public override string? CloseStatusDescription => null;
    public override string? SubProtocol => "chat.v1";

    public override async Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        Sent++;
        if (Stuck is not null) await Stuck.Task;
        _frames.Writer.TryWrite(Encoding.UTF8.GetString(buffer));
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();
    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;
    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        Closed = (int)closeStatus;
        return Task.CompletedTask;
    }
    public override void Abort()
    {
        Aborted = true;
        Stuck?.TrySetException(new WebSocketException("aborted"));
    }
    public override void Dispose() { }
}
