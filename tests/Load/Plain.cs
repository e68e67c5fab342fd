using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ChatMonolith.Tests.Load;

/// <summary>A stream of a provider's own events: from the provider, or from the relay in front of it.</summary>
abstract class Plain(HttpClient client) : Subject
{
    protected abstract HttpRequestMessage Request(string question);

    protected override async Task<Heard> AskAsync(int number, int tokens)
    {
        var started = Stopwatch.GetTimestamp();
        using var request = Request($"Question {number} {tokens}");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var (first, bytes, buffer) = (0d, 0L, new byte[8192]);
        while (await stream.ReadAsync(buffer) is var read and > 0)
        {
            if (first == 0) first = Since(started);
            bytes += read;
        }
        return new(first, Since(started), bytes);
    }

    public sealed class Provider(HttpClient client) : Plain(client)
    {
        protected override (double, double) Cpu() => default;

        protected override HttpRequestMessage Request(string question) => new(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { model = "paced", stream = true, messages = new[] { new { role = "user", content = question } } }), Encoding.UTF8, "application/json"),
        };
    }

    public sealed class Relayed(HttpClient client, int process, int database) : Plain(client)
    {
        protected override (double, double) Cpu() => (CpuTime.Of(process), CpuTime.OfDatabase(database));

        protected override HttpRequestMessage Request(string question) => new(HttpMethod.Post, "/") { Content = new StringContent(question) };
    }
}
