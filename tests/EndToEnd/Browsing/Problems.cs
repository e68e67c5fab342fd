using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>What browsers complained about during a test: exceptions, refused scripts and styles, a focus that was lost.</summary>
sealed class Problems
{
    // A refused message or a cut network is what some tests are about; the browser logs each such request.
    static readonly string[] Expected =
    [
        "Failed to load resource: the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_NETWORK_CHANGED",
        "net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET", "net::ERR_INCOMPLETE_CHUNKED_ENCODING", "TypeError: Failed to fetch", "htmx:sse:error: network error", "SSE reconnect failed with status 4",
    ];

    readonly ConcurrentQueue<string> _found = new(), _everything = new();

    readonly ConcurrentBag<string> _allowed = [];

    public IEnumerable<string> Everything => _everything;

    /// <summary>What this test alone brings about, and only it may.</summary>
    public void Allow(string message) => _allowed.Add(message);

    public void Watch(IBrowserContext context)
    {
        context.Console += (_, message) =>
        {
            _everything.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            if (message.Type is "error" && !Expected.Any(message.Text.Contains) && !_allowed.Any(message.Text.Contains)) _found.Enqueue(message.Text);
        };
        context.WebError += (_, error) =>
        {
            _everything.Enqueue($"exception: {error.Error}");
            _found.Enqueue(error.Error);
        };
        context.RequestFailed += (_, request) => _everything.Enqueue($"request failed: {request.Method} {request.Url} {request.Failure}");
        context.Response += (_, response) => { if (response.Status >= 400) _everything.Enqueue($"{response.Status}: {response.Request.Method} {response.Url}"); };
    }

    public void AssertNone() => Acts.AssertNone(_found);
}
