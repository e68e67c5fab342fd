using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What is left of answers when their server goes down.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    TestHost _first = null!;

    public async Task InitializeAsync() => _first = await TestHost.StartNewAsync(s => s["Node:Name"] = "first");

    public Task DisposeAsync() => _first.DisposeAsync();

    /// <summary>Another process on the same database.</summary>
    Task<TestHost> StartOnSameDatabaseAsync(string node) => TestHost.StartNewAsync(s =>
    {
        s["ConnectionStrings:Supabase"] = _first.ConnectionString;
        s["Node:Name"] = node;
    });

    [Fact]
    public async Task At_start_what_this_node_left_and_what_a_dead_node_left_is_interrupted_and_living_nodes_are_left_alone()
    {
        var ana = await ChatClient.SignInAsync(_first);
        var (own, dead, alive) = (await LeaveAsync(ana, "second", DateTimeOffset.UtcNow), await LeaveAsync(ana, "third", DateTimeOffset.UtcNow.AddMinutes(-2)), await LeaveAsync(ana, "fourth", DateTimeOffset.UtcNow));

        await using var second = await StartOnSameDatabaseAsync("second");

        foreach (var (session, reply, run) in new[] { own, dead })
        {
            var answer = await ana.EndOfAsync(session, reply);
            Assert.Equal(("interrupted", "restarted", "**Half** of it"), (answer.Status, answer.Error!.Code, answer.Content));
            Assert.Contains("<strong>Half</strong>", answer.Html, StringComparison.Ordinal);
            // The provider will bill what it was asked too, and nobody knows how much that was.
            var usage = answer.Usage!;
            Assert.True(usage.Estimated);
            Assert.InRange(usage.InputTokens, 10, 200);
            Assert.InRange(usage.OutputTokens, 3, 8);
            Assert.True(usage.Cost > 0 && usage.Currency == "USD", $"{usage.Cost} {usage.Currency}");
            var shown = (await ana.OpenAsync(session)).Message(reply).TextContent;
            Assert.Contains("Half of it", shown, StringComparison.Ordinal);
            Assert.Contains("Retry", shown, StringComparison.Ordinal);
            Assert.Contains($"≈ {usage.InputTokens + usage.OutputTokens} tokens", shown, StringComparison.Ordinal);
            Assert.Equal("interrupted", await Soon.UntilAsync(() => TestDatabase.ScalarAsync<string>(
                _first.ConnectionString, "select coalesce(max(status), '') from analytics.usage_ledger where run_id = $1", run), s => s.Length > 0));
            Assert.Equal($"{usage.InputTokens} {usage.OutputTokens}", await TestDatabase.ScalarAsync<string>(
                _first.ConnectionString, "select input_tokens || ' ' || output_tokens from analytics.usage_ledger where run_id = $1", run));
        }
        Assert.Equal("running", (await ana.MessageAsync(alive.Session, alive.Reply)).Status);
    }

    [Fact]
    public async Task What_an_answer_knew_beside_its_text_survives_too()
    {
        var ana = await ChatClient.SignInAsync(_first);
        var (session, reply, run) = await LeaveAsync(ana, "second", DateTimeOffset.UtcNow);
        await TestDatabase.ExecuteAsync(_first.ConnectionString, $$"""
            insert into chat.run_pieces (run_id, number, text, reasoning, citations) values
              ('{{run}}', 1, ' and [7]', '!', null), ('{{run}}', 0, ' by', ' Well', '[{"Number":7,"Title":"Seventh","Url":null,"Quote":"So"}]')
            """);
        await TestDatabase.ScalarAsync<int>(_first.ConnectionString, """
            update chat.messages set reasoning = 'Hm.', content = 'Said', output_tokens = 2 where id = $1 returning 1
            """, reply);
        // An earlier run of it, which the one that died went on from.
        await TestDatabase.ExecuteAsync(_first.ConnectionString, $"""
            insert into chat.runs select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'ended_at', now(), 'status', 'Interrupted'))).* from chat.runs r where id = '{run}'
            """);
        // Also before anybody has ended it.
        Assert.Equal("Said by and [7]", (await ana.MessageAsync(session, reply)).Content);

        await using var second = await StartOnSameDatabaseAsync("second");

        var answer = await ana.EndOfAsync(session, reply);
        var shown = (await ana.OpenAsync(session)).Message(reply);
        Assert.Equal("Source 1: Seventh", shown.QuerySelector(".cite > a")?.GetAttribute("aria-label"));
        Assert.Equal("Seventh", shown.QuerySelector(".sources ol strong")?.TextContent);
        Assert.Equal("Said by and [7]", answer.Content);
        Assert.Equal("Hm. Well!", shown.QuerySelector(".reasoning p")?.TextContent);
        // Two tokens were counted by the earlier run: what is estimated is only the rest, what the model said to itself included.
        Assert.Equal(0L, await TestDatabase.ScalarAsync<long>(_first.ConnectionString, "select count(*) from chat.run_pieces"));
        Assert.InRange(answer.Usage!.OutputTokens, 2 + 5, 2 + 9);
    }

    [Fact]
    public async Task A_server_that_goes_down_in_order_keeps_what_it_wrote()
    {
        var user = (await ChatClient.SignInAsync(_first)).User;
        var second = await StartOnSameDatabaseAsync("second");
        // The same cookie counts on every server of one database.
        var there = new ChatClient(second, new TestUser(user.Cookies) { BaseAddress = second.BaseAddress, Email = user.Email, Name = user.Name, UserId = user.UserId });
        var session = await there.StartAsync();
        var (sent, script) = await there.AskAsync(session);
        await using var events = await there.FollowAsync(session);
        await script.SendAsync("Written before the end");
        await events.NextAsync(i => i.Data.Contains("before the end", StringComparison.Ordinal));

        var down = System.Diagnostics.Stopwatch.StartNew();
        await second.DisposeAsync();
        Assert.InRange(down.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Contains(await events.ToEndAsync(), i => i.Event == "cm-bye");

        Assert.Equal("Interrupted Written before the end", await TestDatabase.ScalarAsync<string>(
            _first.ConnectionString, "select status || ' ' || content from chat.messages where id = $1", sent.ReplyId));
    }

    async Task<(Guid Session, Guid Reply, Guid Run)> LeaveAsync(ChatClient person, string node, DateTimeOffset heartbeat)
    {
        var session = await person.StartAsync();
        var (reply, run) = await TranscriptSeed.LeaveRunningAsync(_first.ConnectionString, session, person.User, node, "**Half** of it", heartbeat);
        return (session, reply, run);
    }
}
