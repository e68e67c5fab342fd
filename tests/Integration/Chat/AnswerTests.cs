using System.Text.Json;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>An answer from its first token to each of its ends.</summary>
[Collection("chat")]
public sealed class AnswerTests(TestHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task Deltas_by_offset_give_exactly_the_stored_text()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowJsonAsync(session);
        await events.NextAsync("cm-hello");
        var (sent, script) = await ana.AskAsync(session);

        foreach (var piece in Pieces) await script.SendAsync(piece);
        _ = script.FinishAsync();
        await events.NextAsync(i => i.Data.Contains("\"message.completed\"", StringComparison.Ordinal));

        var text = "";
        foreach (var delta in Payloads(events, "message.delta"))
        {
            Assert.Equal(text.Length, delta.GetProperty("offset").GetInt32());
            text += delta.GetProperty("text").GetString();
        }
        Assert.Equal(string.Concat(Pieces), text);
        Assert.Equal(text, (await ana.EndOfAsync(session, sent.ReplyId)).Content);
        Assert.All(events.Seen.Where(i => i.Event is null),
            i => Assert.Equal(i.Id, JsonSerializer.Deserialize<JsonElement>(i.Data).TryGetProperty("eventId", out var id) ? id.GetString() : null));
    }

    [Fact]
    public async Task The_first_token_goes_out_at_once()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var took = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            await using var events = await ana.FollowAsync(session);
            await events.NextAsync("cm-hello");
            var (_, script) = await ana.AskAsync(session);
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            _ = script.SendAsync("first");
            var item = await events.NextAsync(e => e.Data.Contains(">first<", StringComparison.Ordinal));
            took.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started, item.At).TotalMilliseconds);
            _ = script.FinishAsync();
            await events.NextAsync(e => e.Event == "cm-run" && e.Data.Contains("done", StringComparison.Ordinal));
        }
        took.Sort();
        output.WriteLine($"First delta, from the provider's write to the page's stream: median {took[4]:0.0} ms, worst {took[^1]:0.0} ms");
        Assert.True(took[4] < 50, $"median {took[4]} ms");
    }

    [Fact]
    public async Task Tokens_and_cost_are_as_the_provider_counted_times_the_price()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();

        var answer = await ana.HearAsync(session, "Counted", new(2000, 300, Cached: 500, Reasoning: 40));

        Assert.Equal(new(2000, 300, 500, 40, 0.0048m, "USD", Estimated: false), answer.Usage);
        Assert.Equal("done", answer.Status);
        Assert.InRange(answer.Timing!.TotalMs, answer.Timing.FirstTokenMs!.Value, 10_000);
        Assert.Equal($"{answer.Timing.FirstTokenMs} {answer.Timing.TotalMs} 2000 300", await Soon.UntilAsync(() => TestDatabase.ScalarAsync<string>(host.ConnectionString, """
            select coalesce(max(concat_ws(' ', first_token_ms, total_ms, input_tokens, output_tokens)), '') from analytics.usage_ledger where session_id = $1
            """, session), row => row.Length > 0));
    }

    [Fact]
    public async Task A_sessions_cost_is_the_sum_of_its_answers_on_the_page_and_in_the_stream()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowAsync(session);

        MessageJson[] answers = [
            await ana.HearAsync(session, "One", new(1000, 200)), await ana.HearAsync(session, "Two", new(2000, 100)), await ana.HearAsync(session, "Three", new(7, 1))];

        Assert.Equal(0.0063165m, answers.Sum(a => a.Usage!.Cost));
        Assert.Equal(0.0063165m, await TestDatabase.ScalarAsync<decimal>(host.ConnectionString, "select cost from chat.transcripts where session_id = $1", session));
        for (var i = 0; i < 2; i++) await events.NextAsync("cm-usage");
        Assert.Equal("""{"session":"$0.006317"}""", (await events.NextAsync("cm-usage")).Data);
        Assert.Equal("$0.006317", (await ana.OpenAsync(session)).Document.QuerySelector("#session-cost")!.TextContent);
    }

    [Fact]
    public async Task A_busy_provider_fails_the_answer_with_the_wait_and_is_not_pestered()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).RefuseAsync(429, retryAfter: "40");

        var answer = await ana.EndOfAsync(session, (await ana.SendAsync(session, question)).ReplyId);

        Assert.Equal(("failed", "rate_limited", ""), (answer.Status, answer.Error!.Code, answer.Content));
        Assert.Contains("40 seconds", answer.Error.Message, StringComparison.Ordinal);
        Assert.InRange(answer.Error.RetryAfter!.Value - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(41));
        Assert.Single(host.Provider.Requests, r => r.LastUserMessage.Contains(question, StringComparison.Ordinal));
        var shown = (await ana.OpenAsync(session)).Message(answer.Id);
        Assert.Contains("40 seconds", shown.TextContent, StringComparison.Ordinal);
        Assert.Contains("Retry", shown.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_key_fails_the_answer_and_says_what_to_do()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).RefuseAsync(401);
        var answer = await ana.EndOfAsync(session, (await ana.SendAsync(session, question)).ReplyId);
        Assert.Equal(("failed", "bad_key"), (answer.Status, answer.Error!.Code));
        Assert.Contains("administrator", answer.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_the_provider_cuts_off_is_interrupted_with_its_text(bool rudely)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var events = await ana.FollowAsync(session);
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Half of an ans");
        await events.NextAsync(i => i.Data.Contains("Half of an ans", StringComparison.Ordinal));
        _ = rudely ? script.DisconnectAsync() : script.CutOffAsync();

        var answer = await ana.EndOfAsync(session, sent.ReplyId);

        Assert.Equal(("interrupted", "cut_off", "Half of an ans"), (answer.Status, answer.Error!.Code, answer.Content));
        Assert.True(answer.Usage!.Estimated);
        Assert.Contains("Half of an ans", (await ana.OpenAsync(session)).Message(answer.Id).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_in_the_middle_keeps_the_text_and_names_the_trouble()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        _ = script.SendAsync("Some text.");
        _ = script.SendEventAsync("""{"error":{"message":"slow down","code":429}}""");
        _ = script.CutOffAsync();

        var answer = await ana.EndOfAsync(session, sent.ReplyId);

        Assert.Equal(("failed", "rate_limited", "Some text."), (answer.Status, answer.Error!.Code, answer.Content));
    }

    [Fact]
    public async Task With_nobody_connected_an_answer_goes_on_to_its_end()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await using (var events = await ana.FollowAsync(session))
        {
            await script.SendAsync("Somebody looks. ");
            await events.NextAsync(i => i.Data.Contains("Somebody looks", StringComparison.Ordinal));
        }

        await script.SendAsync("Nobody looks.");
        await script.FinishAsync();

        var answer = await ana.EndOfAsync(session, sent.ReplyId);
        Assert.Equal(("done", "Somebody looks. Nobody looks."), (answer.Status, answer.Content));
        Assert.False(script.Aborted.IsCompleted);
    }

    [Fact]
    public async Task Text_is_kept_while_the_answer_is_written()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Not yet whole");
        Assert.Equal("Not yet whole", await Soon.UntilAsync(
            () => TestDatabase.ScalarAsync<string>(host.ConnectionString, "select coalesce(string_agg(p.text, '' order by p.number), '') from chat.run_pieces p join chat.runs r on r.id = p.run_id where r.message_id = $1", sent.ReplyId), text => text.Length > 0, TimeSpan.FromSeconds(4)));
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task The_ledger_gets_one_row_for_each_run()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "One", new(1000, 200));
        var (sent, script) = await ana.AskAsync(session);
        using (await ana.StopAsync(sent.RunId)) { }
        await script.Aborted.SoonAsync();

        Assert.Equal("done 1000, stopped true", await Soon.UntilAsync(() => TestDatabase.ScalarAsync<string>(host.ConnectionString, """
            select coalesce(string_agg(status || ' ' || case when estimated then 'true' else input_tokens::text end, ', ' order by started_at), '')
            from analytics.usage_ledger where session_id = $1
            """, session), rows => rows.Contains("stopped", StringComparison.Ordinal)));
    }

    static readonly string[] Pieces = ["# Title\n\n", "Words ", "and *more* ", "words", ".\n\n- one\n", "- two\n\n```c", "s\nvar x = 1;\n", "```\n", "\ud83d\ude00 end "];

    static IEnumerable<JsonElement> Payloads(SseClient events, string type) => events.Seen.Where(i => i.Event is null)
        .Select(i => JsonSerializer.Deserialize<JsonElement>(i.Data)).Where(p => p.GetProperty("type").GetString() == type);
}
