using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Tests.Integration.OpenAi;

/// <summary>
/// A model provider that speaks the OpenAI protocol over real HTTP and does what a test says. Without a script it streams
/// "Echo: " and the last message of the person, word by word.
/// </summary>
public sealed class OpenAiTestServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    readonly List<ScriptedAnswer> _scripts = [];
    readonly Lock _gate = new();

    OpenAiTestServer(WebApplication app, string[] models) => (_app, Models) = (app, models);

    /// <summary>What the client calls its base address: <c>http://127.0.0.1:{port}/v1</c>.</summary>
    public string BaseUrl { get; private set; } = "";

    public IReadOnlyList<string> Models { get; set; }

    /// <summary>The requests for answers so far; asking for the models does not count.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>The headers of each request for the models.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> ModelHeaders => [.. _modelHeaders];
    readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _modelHeaders = new();

    public int ModelRequests => _modelRequests;
    int _modelRequests;

    /// <summary>The status of <c>GET /v1/models</c>.</summary>
    public int ModelsStatus { get; set; } = 200;

    public static async Task<OpenAiTestServer> StartAsync(params string[] models)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var app = builder.Build();
        var server = new OpenAiTestServer(app, models.Length > 0 ? models : ["test-model"]);
        app.Run(server.HandleAsync);
        await app.StartAsync();
        server.BaseUrl = app.Urls.Single().TrimEnd('/') + "/v1";
        return server;
    }

    /// <summary>Takes the next answer into the test's hand: that to the next request, or to the next one whose question contains <paramref name="when"/>.</summary>
    public ScriptedAnswer Next(string? when = null)
    {
        var answer = new ScriptedAnswer(when);
        lock (_gate) _scripts.Add(answer);
        return answer;
    }

    /// <summary>Forgets scripts that no request used and the requests so far.</summary>
    public void Reset()
    {
        lock (_gate) _scripts.Clear();
        _requests.Clear();
    }

    async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path == "/v1/models") await ListAsync(context);
        else if (context.Request.Path == "/v1/chat/completions" && HttpMethods.IsPost(context.Request.Method)) await AnswerAsync(context);
        else context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    Task ListAsync(HttpContext context)
    {
        Interlocked.Increment(ref _modelRequests);
        var headers = HeadersOf(context.Request);
        _modelHeaders.Enqueue(headers);
        context.Response.StatusCode = ModelsStatus;
        return ModelsStatus != 200 ? Task.CompletedTask
            : headers.ContainsKey("x-api-key") ? ListAsAnthropicAsync(context)
            : context.Response.WriteAsJsonAsync(new { @object = "list", data = Models.Select(id => new { id, @object = "model", owned_by = "test" }) });
    }

    /// <summary>In pages of 20 unless asked for more, newest first: https://docs.claude.com/en/api/models-list</summary>
    Task ListAsAnthropicAsync(HttpContext context)
    {
        var limit = int.TryParse(context.Request.Query["limit"], out var asked) ? asked : 20;
        var data = Models.Take(limit).Select(id => new { type = "model", id, display_name = id, created_at = "2026-01-01T00:00:00Z" }).ToList();
        return context.Response.WriteAsJsonAsync(new { data, has_more = Models.Count > limit, first_id = data.FirstOrDefault()?.id, last_id = data.LastOrDefault()?.id });
    }

    static Dictionary<string, string> HeadersOf(HttpRequest request) =>
        request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var request = new ReceivedRequest(body.RootElement.Clone(), HeadersOf(context.Request));
        var answer = Take(request.LastUserMessage) ?? Echo(request);
        _requests.Enqueue(request);
        using var aborted = context.RequestAborted.Register(answer.Abort);
        answer.Ask(request);
        await new AnswerWriter(context, request).WriteAsync(answer);
        // Callbacks run in no given order: the writer may end, and take the registration away, before its turn comes.
        if (context.RequestAborted.IsCancellationRequested) answer.Abort();
    }

    ScriptedAnswer? Take(string question)
    {
        lock (_gate)
        {
            var answer = _scripts.Find(s => s.When is { } when && question.Contains(when, StringComparison.Ordinal)) ?? _scripts.Find(s => s.When is null);
            if (answer is not null) _scripts.Remove(answer);
            return answer;
        }
    }

    static ScriptedAnswer Echo(ReceivedRequest request)
    {
        var answer = new ScriptedAnswer(null);
        foreach (var (i, word) in $"Echo: {request.LastUserMessage}".Split(' ').Index()) _ = answer.SendAsync(i == 0 ? word : " " + word);
        _ = answer.FinishAsync();
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        // Tests leave answers open; they must not hold up the end.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
