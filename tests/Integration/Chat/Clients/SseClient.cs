using System.Diagnostics;
using System.Net;
using System.Threading.Channels;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>One event as it came, with its own id only: a missing one is not filled in.</summary>
sealed record SseItem(string? Id, string? Event, string Data, long At)
{
    public bool IsHtml => Event is null;

    /// <summary>It changes what the page shows: markup, or text that is only ever put in as text.</summary>
    public bool IsContent => IsHtml || Event is "cm-text";
}

/// <summary>Server-Sent Events read line by line, so that tests see what is on the wire.</summary>
sealed class SseClient : IAsyncDisposable
{
    readonly HttpResponseMessage _response;
    readonly Channel<SseItem> _items = Channel.CreateUnbounded<SseItem>();
    readonly CancellationTokenSource _leave = new();
    readonly List<SseItem> _seen = [];

    readonly string? _cameWith;

    SseClient(HttpResponseMessage response, string? cameWith) => (_response, _cameWith) = (response, cameWith);

    public HttpStatusCode Status => _response.StatusCode;
    public HttpResponseMessage Response => _response;
    public IReadOnlyList<SseItem> Seen => _seen;

    /// <summary>What a browser would come back with: the last id it saw, on this connection or before it.</summary>
    public string? LastId => _seen.LastOrDefault(i => i.Id is not null)?.Id ?? _cameWith;

    public static async Task<SseClient> OpenAsync(HttpClient client, string address, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        var stream = new SseClient(await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).SoonAsync(), lastEventId);
        if (stream.Response.IsSuccessStatusCode) _ = stream.ReadAsync();
        return stream;
    }

    /// <summary>The next item for which <paramref name="which"/> holds; those before it are kept in <see cref="Seen"/>.</summary>
    public async Task<SseItem> NextAsync(Func<SseItem, bool>? which = null, TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Soon.Limit);
        try
        {
            while (true)
            {
                var item = await _items.Reader.ReadAsync(deadline.Token);
                _seen.Add(item);
                if (which?.Invoke(item) is not false) return item;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"{(e is ChannelClosedException ? "The stream ended" : "Nothing came in time")}. Seen:\n{string.Join('\n', _seen.TakeLast(12))}");
        }
    }

    /// <summary>At most so many of the items that have come by now.</summary>
    public void Take(int most)
    {
        while (most-- > 0 && _items.Reader.TryRead(out var item)) _seen.Add(item);
    }

    public Task<SseItem> NextAsync(string name, TimeSpan? within = null) => NextAsync(i => i.Event == name, within);

    /// <summary>Everything up to the first item for which <paramref name="last"/> holds, that one included.</summary>
    public async Task<List<SseItem>> ThroughAsync(Func<SseItem, bool> last)
    {
        var from = _seen.Count;
        await NextAsync(last);
        return _seen[from..];
    }

    /// <summary>The rest of a stream that the server ends.</summary>
    public async Task<List<SseItem>> ToEndAsync(TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Soon.Limit);
        var from = _seen.Count;
        await foreach (var item in _items.Reader.ReadAllAsync(deadline.Token)) _seen.Add(item);
        return _seen[from..];
    }

    async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(await _response.Content.ReadAsStreamAsync(_leave.Token));
            var (id, name, data) = ((string?)null, (string?)null, new List<string>());
            while (await reader.ReadLineAsync(_leave.Token) is { } line)
            {
                if (line.StartsWith("id:", StringComparison.Ordinal)) id = Value(line, 3);
                else if (line.StartsWith("event:", StringComparison.Ordinal)) name = Value(line, 6);
                else if (line.StartsWith("data:", StringComparison.Ordinal)) data.Add(Value(line, 5));
                else if (line.Length == 0 && (id ?? name) is not null | data.Count > 0)
                {
                    _items.Writer.TryWrite(new(id, name, string.Join('\n', data), Stopwatch.GetTimestamp()));
                    (id, name) = (null, null);
                    data.Clear();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
        }
        _items.Writer.TryComplete();
    }

    static string Value(string line, int from) => line.Length > from && line[from] == ' ' ? line[(from + 1)..] : line[from..];

    public async ValueTask DisposeAsync()
    {
        await _leave.CancelAsync();
        _response.Dispose();
    }
}
