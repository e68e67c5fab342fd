using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A client of <c>chat.v1</c>.</summary>
sealed class SocketClient : IAsyncDisposable
{
    readonly ClientWebSocket _socket = new();
    readonly Channel<JsonElement> _frames = Channel.CreateUnbounded<JsonElement>();
    readonly TaskCompletionSource<int> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<JsonElement> _seen = [];

    SocketClient() { }

    /// <summary>The close code; 0 when the connection broke without one.</summary>
    public Task<int> Closed => _closed.Task;
    public IReadOnlyList<JsonElement> Seen => _seen;
    public string? SubProtocol => _socket.SubProtocol;
    public HttpStatusCode Status => _socket.HttpStatusCode;

    /// <summary>As the page does: with its cookie, from its own origin.</summary>
    public static Task<SocketClient> AsPageAsync(ChatClient person, Guid session, string query = "content=0") =>
        ConnectAsync(person.Host, session, query, o => { o.Cookies = person.User.Cookies; o.SetRequestHeader("Origin", person.Host.BaseAddress.GetLeftPart(UriPartial.Authority)); });

    /// <summary>As a program does: with a key.</summary>
    public static Task<SocketClient> WithKeyAsync(TestHost host, Guid session, string key, string query = "") => WithKeyAsync(host.BaseAddress, session, key, query);

    public static Task<SocketClient> WithKeyAsync(Uri at, Guid session, string key, string query = "") =>
        ConnectAsync(at, session, query, o => o.SetRequestHeader("Authorization", $"Bearer {key}"));

    public static Task<SocketClient> ConnectAsync(TestHost host, Guid session, string query, Action<ClientWebSocketOptions> configure) => ConnectAsync(host.BaseAddress, session, query, configure);

    static async Task<SocketClient> ConnectAsync(Uri at, Guid session, string query, Action<ClientWebSocketOptions> configure)
    {
        var client = await TryAsync(at, session, query, configure);
        return client._socket.State is WebSocketState.Open ? client : throw new InvalidOperationException($"Refused: {(int)client.Status}");
    }

    /// <summary>A client that may have been refused; <see cref="Status"/> says.</summary>
    public static Task<SocketClient> TryAsync(TestHost host, Guid session, string query, Action<ClientWebSocketOptions> configure, string[]? protocols = null) =>
        TryAsync(host.BaseAddress, session, query, configure, protocols);

    static async Task<SocketClient> TryAsync(Uri at, Guid session, string query, Action<ClientWebSocketOptions> configure, string[]? protocols = null)
    {
        var client = new SocketClient();
        foreach (var protocol in protocols ?? ["chat.v1"]) client._socket.Options.AddSubProtocol(protocol);
        client._socket.Options.CollectHttpResponseDetails = true;
        configure(client._socket.Options);
        var address = new UriBuilder(at) { Scheme = "ws", Path = $"/chat/{session}", Query = query }.Uri;
        try
        {
            await client._socket.ConnectAsync(address, CancellationToken.None).SoonAsync();
            _ = client.ReadAsync();
        }
        catch (WebSocketException) { } // Refused: the status tells.
        return client;
    }

    public Task SendAsync(object frame) => SendTextAsync(JsonSerializer.Serialize(frame, JsonSerializerOptions.Web));

    public Task SendTextAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public Task SendBytesAsync(byte[] bytes, WebSocketMessageType type, bool end = true) => _socket.SendAsync(bytes, type, end, CancellationToken.None);

    /// <summary>Ends the connection without a word.</summary>
    public void Abort() => _socket.Abort();

    /// <summary>The next frame of a type, and with <paramref name="where"/> the next of those that it holds for.</summary>
    public Task<JsonElement> NextAsync(string type, Func<JsonElement, bool>? where = null) => ReceiveAsync(type, f => TypeOf(f) == type && where?.Invoke(f) is not false);

    /// <summary>The next frame, whatever it is.</summary>
    public Task<JsonElement> NextAsync() => ReceiveAsync("at all", _ => true);

    /// <summary>At most so many of the frames that have come by now.</summary>
    public void Take(int most)
    {
        while (most-- > 0 && _frames.Reader.TryRead(out var frame)) _seen.Add(frame);
    }

    async Task<JsonElement> ReceiveAsync(string what, Predicate<JsonElement> which)
    {
        using var deadline = new CancellationTokenSource(Soon.Limit);
        try
        {
            while (true)
            {
                var frame = await _frames.Reader.ReadAsync(deadline.Token);
                _seen.Add(frame);
                if (which(frame)) return frame;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"No frame {what} came{(_closed.Task.IsCompleted ? $"; closed with {_closed.Task.Result}" : "")}. Seen:\n{string.Join('\n', _seen.TakeLast(12))}");
        }
    }

    public static string TypeOf(JsonElement frame) => frame.GetProperty("type").GetString()!;

    async Task ReadAsync()
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += part.Count;
                } while (!part.EndOfMessage);
                if (part.MessageType is WebSocketMessageType.Close) break;
                _frames.Writer.TryWrite(JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length)));
            }
            _closed.TrySetResult((int)_socket.CloseStatus!);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            _closed.TrySetResult(0);
        }
        _frames.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State is WebSocketState.Open)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try { await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token); }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException) { } // The server was faster.
        }
        _socket.Dispose();
    }
}
