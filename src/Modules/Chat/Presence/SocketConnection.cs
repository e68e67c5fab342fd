using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>How present a connection says its person is; the best of a person's connections counts.</summary>
enum PresenceState { Active, Idle, Hidden }

/// <summary>Close codes of <c>chat.v1</c>. Those of 4400, 4401, 4403, 4404 and 4409 mean: do not come back.</summary>
static class CloseCode
{
    public const int TooLarge = 1009, Restart = 1012, BadFrame = 4400, SignedOut = 4401, Revoked = 4403, Gone = 4404, TooManySockets = 4409, RateLimit = 4429;
}

/// <summary>One open socket. Ephemeral frames wait in a short queue that drops the oldest: presence and typing are state, an old one is worth nothing.</summary>
sealed class SocketConnection(WebSocket socket, CurrentUser user) : IDisposable
{
    readonly Channel<string> _ephemeral = Channel.CreateBounded<string>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
    readonly SemaphoreSlim _sending = new(1, 1);
    readonly CancellationTokenSource _closed = new();

    public Guid Id { get; } = Guid.NewGuid();
    public CurrentUser User => user;
    public PresenceState State { get; set; }
    public WebSocket Socket => socket;
    public CancellationToken Closed => _closed.Token;

    public void Post(string frame) => _ephemeral.Writer.TryWrite(frame);

    public static string Frame(object payload) => JsonSerializer.Serialize(payload, FeedEvent.Json);

    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        await foreach (var frame in _ephemeral.Reader.ReadAllAsync(cancellationToken))
            await SendAsync(frame, cancellationToken);
    }

    public async Task SendAsync(string frame, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            if (socket.State is WebSocketState.Open)
                await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says goodbye with a code and ends the connection's work.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        await _sending.WaitAsync(CancellationToken.None);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
        finally
        {
            _sending.Release();
            // Not at once: a receive that is cancelled aborts the connection, and the close frame with it.
            if (socket.State is WebSocketState.CloseSent) _closed.CancelAfter(TimeSpan.FromSeconds(2));
            else await _closed.CancelAsync();
        }
    }

    public void Dispose()
    {
        _closed.Dispose();
        _sending.Dispose();
    }
}
