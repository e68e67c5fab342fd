using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ChatMonolith.Tests.Integration.OpenAi;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>The journey of somebody who has just cloned the repository.</summary>
[Trait("Category", "slow")]
public sealed class RunScriptTests(RepositoryCopy clone, ITestOutputHelper output) : IClassFixture<RepositoryCopy>, IDisposable
{
    const string Email = "first@example.org";
    const string Password = "a long enough sentence";
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    readonly string _data = Path.Combine(clone.Folder, ".data", Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task From_a_clean_copy_to_an_answer_that_is_still_there_after_a_restart()
    {
        string session;
        string? answer;
        var clock = Stopwatch.StartNew();
        await using (var program = await RunningProgram.StartAsync(clone.Folder, _data))
        {
            Tell("listening");
            using var client = program.NewClient();
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/sign-in")).StatusCode);
            Tell("first page");
            await SetUpAsync(client, program.SetupLink);
            session = await client.NewSessionAsync("Tomorrow");
            var reply = await SendAsync(client, session, "How do I connect a provider?", "guide");

            var events = await ReadUntilAsync(client, session, reply, "message.completed", () => Tell("first text of an answer"));
            Assert.True(events.Count(e => e.GetProperty("type").GetString() == "message.delta") > 1, "The answer did not come in parts.");
            var said = events[^1].GetProperty("message");
            answer = said.GetProperty("content").GetString();
            Assert.Equal("done", said.GetProperty("status").GetString());
            Assert.NotEmpty(said.GetProperty("citations").EnumerateArray());
            var database = program.DatabaseProcess();

            Assert.Equal(0, await program.TerminateAsync());
            Assert.True(await RunningProgram.IsGoneAsync(database), "PostgreSQL runs on without its host.");
            Assert.False(File.Exists(Path.Combine(_data, "postgres", "postmaster.pid")), "PostgreSQL was not shut down cleanly.");
            Assert.DoesNotContain("fail:", program.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("crit:", program.Output, StringComparison.Ordinal);
        }

        await using (var again = await RunningProgram.StartAsync(clone.Folder, _data))
        {
            Assert.Null(again.SetupLink);
            using var client = again.NewClient();
            await SignInAsync(client);
            var messages = await MessagesAsync(client, session);
            Assert.Equal(["How do I connect a provider?"], messages.Where(m => Kind(m) == "user").Select(m => m.GetProperty("content").GetString()));
            Assert.Equal(answer, messages.Single(m => Kind(m) == "agent").GetProperty("content").GetString());
            Assert.Contains("How do I connect a provider?", await client.GetStringAsync($"/chat/{session}"), StringComparison.Ordinal);
            Assert.Equal(0, await again.TerminateAsync());
        }

        // A fresh clone with its packages in the cache. Told and not asserted: the machine may be busy with anything.
        void Tell(string what) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"./run from a clean copy to {what}: {clock.Elapsed.TotalSeconds:0.0} s"));
    }

    [Fact]
    public async Task What_had_come_of_an_answer_survives_the_sudden_death_of_the_host()
    {
        var half = string.Join(' ', Enumerable.Range(1, 60).Select(i => $"word{i}"));
        await using var provider = await OpenAiTestServer.StartAsync("held-model");
        (string, string)[] settings = [("OPENAI_BASE_URL", provider.BaseUrl), ("OPENAI_API_KEY", "sk-test"), ("Setup__AdminEmail", Email), ("Setup__AdminPassword", Password)];
        string session, reply;
        int database;
        await using (var program = await RunningProgram.StartAsync(clone.Folder, _data, settings))
        {
            using var client = program.NewClient();
            await SignInAsync(client);
            await UntilAsync(async () => (await client.GetFromJsonAsync<JsonElement>("/api/agents")).EnumerateArray().Any(a => a.GetProperty("id").GetString() == "openai/held-model"));
            session = await client.NewSessionAsync("Cut off");
            var script = provider.Next();
            _ = script.SendAsync(half);
            reply = await SendAsync(client, session, "Tell me a long story", "openai/held-model");
            await UntilAsync(async () => await TestDatabase.ScalarAsync<string>(program.ConnectionString(), "select coalesce(string_agg(p.text, '' order by p.number), '') from chat.run_pieces p join chat.runs r on r.id = p.run_id where r.message_id = $1", Guid.Parse(reply)) == half);
            database = program.DatabaseProcess();
            await program.KillAsync();
        }

        await using (var again = await RunningProgram.StartAsync(clone.Folder, _data, settings))
        {
            using var client = again.NewClient();
            await SignInAsync(client);
            JsonElement message = default;
            await UntilAsync(async () => (message = (await MessagesAsync(client, session)).Single(m => Kind(m) == "agent")).GetProperty("status").GetString() is not "running");
            Assert.Equal(("interrupted", half, "restarted"), (message.GetProperty("status").GetString(), message.GetProperty("content").GetString(), message.GetProperty("error").GetProperty("code").GetString()));
            Assert.Equal(reply, message.GetProperty("id").GetString());
            using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await client.GetStringAsync($"/chat/{session}"));
            var article = page.GetElementById($"message-{reply}")!;
            Assert.Contains("word60", article.TextContent, StringComparison.Ordinal);
            Assert.Contains(article.QuerySelectorAll("form button"), b => b.TextContent.Contains("Retry", StringComparison.Ordinal));

            Assert.NotEqual(database, again.DatabaseProcess());
            Assert.True(await RunningProgram.IsGoneAsync(database), "The first PostgreSQL runs on beside the second.");
            Assert.Equal(0, await again.TerminateAsync());
        }
        Assert.Single(provider.Requests);
    }

    public void Dispose()
    {
        if (Directory.Exists(_data)) Directory.Delete(_data, recursive: true);
    }

    static async Task SetUpAsync(HttpClient client, string? link)
    {
        Assert.NotNull(link);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(link)).StatusCode);
        using var form = new FormUrlEncodedContent([new("token", link.Split("token=")[1]), new("email", Email), new("displayName", "First"), new("password", Password)]);
        Assert.Equal(HttpStatusCode.Redirect, (await client.PostAsync("/setup", form)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(link)).StatusCode);
    }

    static async Task SignInAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync("/api/sign-in", new { email = Email, password = Password });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    static async Task<string> SendAsync(HttpClient client, string session, string content, string agent)
    {
        using var answer = await client.PostAsJsonAsync($"/api/sessions/{session}/messages", new { content, agent });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("replyId").GetString()!;
    }

    static async Task<List<JsonElement>> ReadUntilAsync(HttpClient client, string session, string reply, string type, Action onFirst)
    {
        using var patience = new CancellationTokenSource(Soon);
        await using var stream = await client.GetStreamAsync($"/api/sessions/{session}/events", patience.Token);
        var events = new List<JsonElement>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(patience.Token))
        {
            if (item.EventType is not "message" || item.Data is "") continue;
            var happened = JsonSerializer.Deserialize<JsonElement>(item.Data);
            if (!happened.TryGetProperty("messageId", out var id) || id.GetString() != reply) continue;
            if (events.All(e => e.GetProperty("type").GetString() != "message.delta") && happened.GetProperty("type").GetString() == "message.delta") onFirst();
            events.Add(happened);
            if (happened.GetProperty("type").GetString() == type) return events;
        }
        throw new InvalidOperationException($"The stream ended without {type}.");
    }

    static async Task<List<JsonElement>> MessagesAsync(HttpClient client, string session) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}/messages")).GetProperty("items").EnumerateArray()];

    static string? Kind(JsonElement message) => message.GetProperty("author").GetProperty("kind").GetString();

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Soon);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await condition()) await tick.WaitForNextTickAsync(patience.Token);
    }
}
