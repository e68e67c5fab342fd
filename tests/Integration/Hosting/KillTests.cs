using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ChatMonolith.Tests.Integration.OpenAi;
using Xunit;

namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>The host dies six times, at moments that a fixed seed chooses, each time in the middle of an answer.</summary>
[Trait("Category", "slow")]
public sealed class KillTests : IAsyncLifetime
{
    const string Email = "first@example.org";
    const string Password = "a long enough sentence";
    const int Kills = 6;
    readonly string _data = Directory.CreateTempSubdirectory("chatmonolith-kill-").FullName;
    string _database = "", _connection = "";

    public async Task InitializeAsync() => (_database, _connection) = await TestDatabase.CreateAsync();

    [Fact]
    public async Task After_any_death_what_was_acknowledged_is_there_once_and_what_was_kept_stays()
    {
        var random = new Random(20261122);
        await using var provider = await OpenAiTestServer.StartAsync("held-model");
        var sent = new List<(Sent Ids, string Question, string Given, string Kept)>();
        string? session = null;
        for (var kill = 0; kill <= Kills; kill++)
        {
            await using var program = await StartAsync(provider);
            using var client = await SignInAsync(program);
            session ??= await client.NewSessionAsync("Deaths");
            foreach (var (ids, question, given, kept) in sent) await AssertKeptAsync(client, session, ids, question, given, kept);
            if (kill == Kills) break;

            var question2 = $"Question {kill}?";
            var script = provider.Next(question2);
            var ids2 = await SendAsync(client, session, question2);
            var (given2, kept2) = await WriteUntilAsync(script, ids2, random.Next(0, 40), random);
            await program.KillAsync();
            sent.Add((ids2, question2, given2, kept2));
        }
        Assert.Equal(Kills, sent.Count);
        Assert.Equal(2L * Kills, await CountAsync("select count(*) from chat.messages"));
        Assert.Equal((long)Kills, await CountAsync("select count(*) from chat.runs"));
        Assert.InRange(provider.Requests.Count, sent.Count(s => s.Given.Length > 0), Kills);
    }

    [Fact]
    public async Task The_death_of_the_database_in_the_middle_of_an_answer_costs_no_word_and_no_restart()
    {
        await using var provider = await OpenAiTestServer.StartAsync("held-model");
        await using var program = await RunningProgram.StartBuiltAsync(_data,
            ("OPENAI_BASE_URL", provider.BaseUrl), ("OPENAI_API_KEY", "sk-test"), ("Setup__AdminEmail", Email), ("Setup__AdminPassword", Password), ("ASPNETCORE_ENVIRONMENT", "Production"));
        using var client = await SignInAsync(program);
        var session = await client.NewSessionAsync("Its database dies");
        var script = provider.Next("What then?");
        var ids = await SendAsync(client, session, "What then?");
        var half = string.Join(' ', Enumerable.Range(1, 100).Select(i => $"word{i}"));
        await script.SendAsync(half);
        await UntilAsync(async () => (await MessageAsync(client, session, ids.ReplyId)).GetProperty("content").GetString() == half
            && await TestDatabase.ScalarAsync<string>(program.ConnectionString(), "select coalesce(string_agg(p.text, '' order by p.number), '') from chat.run_pieces p join chat.runs r on r.id = p.run_id where r.message_id = $1", ids.ReplyId) == half);

        var first = program.DatabaseProcess();
        using (var postmaster = System.Diagnostics.Process.GetProcessById(first)) postmaster.Kill();
        Assert.True(await RunningProgram.IsGoneAsync(first));
        await script.SendAsync(" and the rest");
        await script.FinishAsync();

        // The same host, once its database is back: whoever asks meanwhile is refused, nobody is lied to.
        JsonElement message = default;
        await UntilAsync(async () => await StatusAsync(client, "/health/ready") == HttpStatusCode.OK
            && (message = await MessageAsync(client, session, ids.ReplyId)).GetProperty("status").GetString() is not ("running" or "queued"));
        Assert.NotEqual(first, program.DatabaseProcess());
        Assert.Contains(message.GetProperty("status").GetString(), new[] { "done", "interrupted" });
        Assert.StartsWith(half, message.GetProperty("content").GetString(), StringComparison.Ordinal);
        if (message.GetProperty("status").GetString() == "done") Assert.Equal(half + " and the rest", message.GetProperty("content").GetString());

        _ = provider.Next("And now?").Say("As before.").FinishAsync();
        var next = await SendAsync(client, session, "And now?");
        await UntilAsync(async () => (await MessageAsync(client, session, next.ReplyId)).GetProperty("status").GetString() == "done");
        foreach (var run in new[] { ids.RunId, next.RunId })
            await UntilAsync(async () => await TestDatabase.ScalarAsync<long>(program.ConnectionString(), "select count(*) from analytics.usage_ledger where run_id = $1", run) == 1);
        Assert.Equal(0, await program.TerminateAsync());
    }

    static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await holds()) await pace.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>Sends pieces up to the chosen one, and says what the provider gave and what the database had just before the end.</summary>
    async Task<(string Given, string Kept)> WriteUntilAsync(ScriptedAnswer script, Sent ids, int pieces, Random random)
    {
        var given = new StringBuilder();
        for (var i = 0; i < pieces; i++)
        {
            var piece = $"word{i} of *many* {new string('x', random.Next(200))}\n\n";
            await script.SendAsync(piece);
            given.Append(piece);
        }
        // Every third answer comes to its end, which may or may not be stored when the host dies.
        if (pieces % 3 == 0 && pieces > 0) await script.FinishAsync();
        return (given.ToString(), await TestDatabase.ScalarAsync<string>(_connection, """
            select m.content || coalesce((select string_agg(p.text, '' order by p.number) from chat.run_pieces p join chat.runs r on r.id = p.run_id where r.message_id = m.id), '')
            from chat.messages m where m.id = $1
            """, ids.ReplyId));
    }

    async Task AssertKeptAsync(HttpClient client, string session, Sent ids, string question, string given, string kept)
    {
        var ended = DateTimeOffset.UtcNow.AddSeconds(60);
        var message = await MessageAsync(client, session, ids.ReplyId);
        using (var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100)))
            while (message.GetProperty("status").GetString() is "running" or "queued" && DateTimeOffset.UtcNow < ended && await pace.WaitForNextTickAsync())
                message = await MessageAsync(client, session, ids.ReplyId);
        Assert.Contains(message.GetProperty("status").GetString(), new[] { "interrupted", "done" });
        var content = message.GetProperty("content").GetString()!;
        Assert.StartsWith(kept, content, StringComparison.Ordinal);
        Assert.StartsWith(content, given, StringComparison.Ordinal);
        if (message.GetProperty("status").GetString() is "done") Assert.Equal(given, content);

        Assert.Equal(1L, await CountAsync("select count(*) from chat.messages where content = $1", question));
        // Whoever sends it again because the answer to the request was lost gets the first result.
        Assert.Equal(ids, await SendAsync(client, session, question));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using (var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100)))
            while (await CountAsync("select count(*) from analytics.usage_ledger where run_id = $1", ids.RunId) < 1) await pace.WaitForNextTickAsync(patience.Token);
        Assert.Equal(1L, await CountAsync("select count(*) from analytics.usage_ledger where run_id = $1", ids.RunId));
    }

    Task<RunningProgram> StartAsync(OpenAiTestServer provider) => RunningProgram.StartBuiltAsync(_data,
        ("ConnectionStrings__Supabase", _connection), ("OPENAI_BASE_URL", provider.BaseUrl), ("OPENAI_API_KEY", "sk-test"),
        ("Setup__AdminEmail", Email), ("Setup__AdminPassword", Password), ("Node__Name", "mortal"), ("ASPNETCORE_ENVIRONMENT", "Production"));

    static async Task<HttpClient> SignInAsync(RunningProgram program)
    {
        var client = program.NewClient();
        using var answer = await client.PostAsJsonAsync("/api/sign-in", new { email = Email, password = Password });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!(await client.GetStringAsync("/api/agents", patience.Token)).Contains("openai/held-model", StringComparison.Ordinal)) await pace.WaitForNextTickAsync(patience.Token);
        return client;
    }

    static async Task<Sent> SendAsync(HttpClient client, string session, string question)
    {
        using var answer = await client.PostAsJsonAsync($"/api/sessions/{session}/messages", new { content = question, agent = "openai/held-model", clientMessageId = question });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<Sent>())!;
    }

    static async Task<JsonElement> MessageAsync(HttpClient client, string session, Guid id) =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}/messages")).GetProperty("items").EnumerateArray().Single(m => m.GetProperty("id").GetGuid() == id);

    Task<long> CountAsync(string sql, params object[] values) => TestDatabase.ScalarAsync<long>(_connection, sql, values);

    public async Task DisposeAsync()
    {
        await TestDatabase.DropAsync(_database);
        Directory.Delete(_data, recursive: true);
    }

    sealed record Sent(Guid MessageId, Guid ReplyId, Guid RunId);
}
