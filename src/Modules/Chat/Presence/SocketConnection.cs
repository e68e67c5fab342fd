using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ChatMonolith.Modules.Chat.Presence.Hide;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>How present a connection says its person is; the best of a person's connections counts.</summary>
enum PresenceState { Active, Idle, Hidden }

/// <summary>One open socket with one writer.</summary>
sealed class SocketConnection(WebSocket socket, CurrentUser user, TimeProvider clock) : IDisposable
{
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    readonly FrameQueue _queue = new();
    readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _ended = new();
    (int Code, string Reason) _close;
    long _sendingSince;

    public Guid Id { get; } = Guid.NewGuid();
    public CurrentUser User { get; private set; } = user;
    public WebSocket Socket => socket;
    public PresenceState State { get; set; }

    /// <summary>The page that it belongs to shows this thread and not the conversation.</summary>
    public Guid? ThreadId { get; init; }

    /// <summary>It gets what is said in threads too.</summary>
    public bool HasContent { get; init; }

    /// <summary>A thread that is known to be in the session: who types tells it every few seconds.</summary>
    public Guid? FoundThread { get; set; }

    /// <summary>Null until it is known.</summary>
    public SessionRole? Role { get; set; }

    /// <summary>What the person hides; null until it is known, and until then everything.</summary>
    public Hidden? Hidden { get; set; }

    /// <summary>True once the client was told who is there: what changes from then on concerns it.</summary>
    public bool Greeted { get; set; }

    /// <summary>What is said there is on its page, or comes as content.</summary>
    /// <param name="threadId">Null for the conversation.</param>
    public bool Shows(Guid? threadId) => HasContent || ThreadId == threadId;

    public bool IsSeen => Greeted && Hidden is { Presence: false };
    public bool MayType => Hidden is { Presence: false, Typing: false } && Role is not SessionRole.Viewer;

    /// <summary>Goodbye was said: what the client says from then on counts no more.</summary>
    public bool IsClosing => _queue.IsClosed;

    public CancellationToken Ended => _ended.Token;

    public void Rename(string name) => User = User with { Name = name };

    public static string Frame(object payload) => JsonSerializer.Serialize(payload, FeedEvent.Json);

    /// <summary>Sends a frame that may be lost to newer ones.</summary>
    public void Post(string frame) => _queue.Post(frame);

    /// <summary>Sends a frame that must not be lost; waits while the client reads too slowly.</summary>
    public Task SendAsync(string frame, CancellationToken cancellationToken) => _queue.AddAsync(frame, cancellationToken);

    /// <summary>The one writer: frames in order until the connection is closed, then the close frame.</summary>
    public async Task WriteAsync()
    {
        try
        {
            while (await _queue.NextAsync(_ended.Token) is { } frame)
            {
                Volatile.Write(ref _sendingSince, Math.Max(1, clock.GetTimestamp()));
                await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, _ended.Token);
                Volatile.Write(ref _sendingSince, 0);
            }
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync((WebSocketCloseStatus)_close.Code, _close.Reason, _ended.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
        finally
        {
            _queue.Close();
            _written.TrySetResult();
        }
    }

    /// <summary>Ends a connection whose client has not taken one frame for so long; a close frame could not reach it either.</summary>
    public void CutIfStuck(TimeSpan patience)
    {
        if (Volatile.Read(ref _sendingSince) is var since and not 0 && clock.GetElapsedTime(since) > patience) socket.Abort();
    }

    /// <summary>Says goodbye with a code, before anything that still waits, and ends the connection's work. The first code counts.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        lock (_queue)
        {
            if (_close.Code == 0) _close = (code, reason);
            _queue.Close();
        }
        try
        {
            await _written.Task.WaitAsync(Farewell);
        }
        catch (TimeoutException)
        {
            socket.Abort();
        }
        // Not at once: a receive that is cancelled aborts the connection, and the close frame with it.
        End(socket.State is WebSocketState.CloseSent ? Farewell : TimeSpan.Zero);
    }

    public void End(TimeSpan after)
    {
        try
        {
            _ended.CancelAfter(after);
        }
        catch (ObjectDisposedException) { } // It was over already.
    }

    public void Dispose() => _ended.Dispose();
}
