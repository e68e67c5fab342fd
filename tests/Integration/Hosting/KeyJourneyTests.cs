using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Accounts;
using ChatMonolith.Tests.Integration.Analytics;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>What docs/api.md shows first: a program with a personal key and nothing else.</summary>
[Collection("host")]
public sealed class KeyJourneyTests(TestHost host)
{
    [Fact]
    public async Task From_a_session_over_an_answer_as_it_comes_to_what_it_cost()
    {
        var (_, key) = await (await host.SignInAsync()).NewKeyAsync();
        using var program = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = host.BaseAddress }.WithKey(key);

        using var made = await program.PostAsJsonAsync("/api/sessions", new { title = "From a script" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.False(made.Headers.Contains("Set-Cookie"));
        var session = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await using var events = await SseClient.OpenAsync(program, $"/api/sessions/{session}/events");
        await events.NextAsync("cm-hello");

        var question = ChatClient.Question();
        var script = host.Provider.Next(question);
        using var sent = await program.PostAsJsonAsync($"/api/sessions/{session}/messages", new { content = question, clientMessageId = "question-1" });
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var ids = await sent.Content.ReadFromJsonAsync<JsonElement>();
        await script.SendAsync("It grows");
        Assert.Equal("It grows", (await NextAsync(events, "message.delta")).GetProperty("text").GetString());
        _ = script.Say(" and ends.").FinishAsync(new(1000, 200));
        var completed = await NextAsync(events, "message.completed");
        Assert.Equal((ids.GetProperty("replyId").GetString(), "done"), (completed.GetProperty("messageId").GetString(), completed.GetProperty("status").GetString()));

        var messages = (await program.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}/messages")).GetProperty("items");
        Assert.Equal([question, "It grows and ends."], messages.EnumerateArray().Select(m => m.GetProperty("content").GetString()));

        var report = await Soon.UntilAsync(() => program.ReportAsync("groupBy=session"), r => r.Rows().Length > 0);
        var row = Assert.Single(report.Rows());
        Assert.Equal((session, 1000, 200, 1L), (row.GetProperty("session").GetGuid(), row.GetProperty("inputTokens").GetInt32(), row.GetProperty("outputTokens").GetInt32(), row.Runs()));
        // At 1.5 and 6 per million.
        Assert.Equal(0.0027m, report.GetProperty("totals").Cost());
        using var csv = await program.AskAsync("groupBy=session", "text/csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"\r\n{session},1,1000,200,0,0,0.0027,USD\r\n", await csv.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    static async Task<JsonElement> NextAsync(SseClient events, string type)
    {
        var item = await events.NextAsync(i => i.Event is null && i.Data.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));
        return JsonSerializer.Deserialize<JsonElement>(item.Data);
    }
}
