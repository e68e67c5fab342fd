using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatMonolith.Tests.Load;

/// <summary>
/// The least that a chat server can do, as a measure: store the question, pass the provider's bytes on as they come, store the answer.
/// No accounts, no sessions, no Markdown, one viewer, nothing to resume.
/// </summary>
static class Relay
{
    public static async Task RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(arguments);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var source = NpgsqlDataSource.Create(builder.Configuration["Database"]!);
        await using (var make = source.CreateCommand("create table if not exists relayed (id bigint generated always as identity primary key, question text, answer text)")) await make.ExecuteNonQueryAsync();
        using var provider = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = new(builder.Configuration["Provider"]!) };
        var app = builder.Build();
        app.MapPost("/", http => RelayAsync(http, source, provider));
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Listening at {app.Urls.Single()}"));
        await app.RunAsync();
    }

    static async Task RelayAsync(HttpContext http, NpgsqlDataSource source, HttpClient provider)
    {
        var question = await new StreamReader(http.Request.Body).ReadToEndAsync();
        long id;
        await using (var ask = source.CreateCommand("insert into relayed (question) values ($1) returning id"))
        {
            ask.Parameters.Add(new() { Value = question });
            id = (long)(await ask.ExecuteScalarAsync())!;
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { model = "paced", stream = true, messages = new[] { new { role = "user", content = question } } }), Encoding.UTF8, "application/json"),
        };
        using var response = await provider.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.ContentType = "text/event-stream";
        await using var stream = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        using var whole = new MemoryStream();
        var buffer = new byte[8192];
        while (await stream.ReadAsync(buffer, http.RequestAborted) is var read and > 0)
        {
            whole.Write(buffer, 0, read);
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
        await using var keep = source.CreateCommand("update relayed set answer = $2 where id = $1");
        keep.Parameters.Add(new() { Value = id });
        keep.Parameters.Add(new() { Value = Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length) });
        await keep.ExecuteNonQueryAsync();
    }
}
