using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Tests.Load;

/// <summary>A model that writes as many tokens as the question says, the first at once and then at an even pace.</summary>
static class PacedProvider
{
    public const int TokensPerSecond = 50;

    /// <summary>What a question begins with whose answer says in each tenth word when it was written.</summary>
    public const string Stamped = "Stamped";

    /// <summary>What a question begins with whose answer has paragraphs and comes ten times as fast.</summary>
    public const string Quick = "Quick";

    // Words of the lengths that tokens have, so that bytes on the wire mean something.
    static readonly string[] Words = ["The ", "tide ", "of ", "the ", "sea ", "is ", "made ", "by ", "moon ", "and ", "sun", ", ", "whose ", "pulls ", "add ", "up", ". "];

    public static async Task RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var app = builder.Build();
        app.MapGet("/v1/models", () => Results.Json(new { data = new[] { new { id = "paced" } } }));
        app.MapPost("/v1/chat/completions", AnswerAsync);
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Listening at {app.Urls.Single()}"));
        await app.RunAsync();
    }

    static async Task AnswerAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var question = body.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        var tokens = int.Parse(question[(question.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        // The person's name may stand before it.
        var (stamped, quick) = (question.Contains(Stamped, StringComparison.Ordinal), question.Contains(Quick, StringComparison.Ordinal));
        http.Response.ContentType = "text/event-stream";
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1d / TokensPerSecond / (quick ? 10 : 1)));
        for (var i = 0; i < tokens; i++)
        {
            if (i > 0) await pace.WaitForNextTickAsync(http.RequestAborted);
            // The clock of the machine, which is the same for all processes.
            var word = stamped && i % 10 == 9 ? $"at{Stopwatch.GetTimestamp()} " : quick && i % 170 == 169 ? ".\\n\\n" : Words[i % Words.Length];
            await WriteAsync(http, $$$"""{"id":"chatcmpl-0123456789","object":"chat.completion.chunk","created":1763850000,"model":"paced","choices":[{"index":0,"delta":{"content":"{{{word}}}"},"finish_reason":null}]}""");
        }
        await WriteAsync(http, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        await WriteAsync(http, $$$"""{"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":{{{tokens}}},"total_tokens":{{{tokens + 10}}}}}""");
        await WriteAsync(http, "[DONE]");
    }

    static async Task WriteAsync(HttpContext http, string data)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}\n\n"), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
