using ChatMonolith.Modules.Chat.Replies;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Answers that another process takes for dead: living ones must not end by that, or what they end with must count.</summary>
public sealed class PresumedDeadTests : IAsyncLifetime
{
    TestHost _first = null!;

    public async Task InitializeAsync() => _first = await TestHost.StartNewAsync(s => s["Node:Name"] = "twin");

    public Task DisposeAsync() => _first.DisposeAsync();

    [Fact]
    public async Task A_second_process_of_the_same_name_leaves_living_answers_alone_and_ends_dead_ones()
    {
        var ana = await ChatClient.SignInAsync(_first);
        var (session, left) = (await ana.StartAsync(), await ana.StartAsync());
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Living ");
        var (dead, _) = await TranscriptSeed.LeaveRunningAsync(_first.ConnectionString, left, ana.User, "twin", "Half", DateTimeOffset.UtcNow);

        await using var second = await TestHost.StartOnAsync(_first.ConnectionString, s => s["Node:Name"] = "twin");

        Assert.Equal(("interrupted", "Half"), await ana.EndOfAsync(left, dead) is var end ? (end.Status, end.Content) : default);
        Assert.Equal("Running", await StoredAsync<string>("select status from chat.messages where id = $1", sent.ReplyId));
        _ = script.Say("on.").FinishAsync();
        var answer = await ana.EndOfAsync(session, sent.ReplyId);
        Assert.Equal(("done", "Living on."), (answer.Status, answer.Content));
        Assert.Equal("done", await LedgerAsync<string>("max(status)", sent.RunId, s => s.Length > 0));
    }

    [Fact]
    public async Task What_was_presumed_dead_and_ends_after_all_has_its_own_text_usage_and_cost()
    {
        var ana = await ChatClient.SignInAsync(_first);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await script.SendAsync("Half ");
        await using var second = await TestHost.StartOnAsync(_first.ConnectionString, s => s["Node:Name"] = "other");
        await PresumeAsync(second, sent);
        await LedgerAsync<string>("max(status)", sent.RunId, s => s == "interrupted");

        _ = script.Say("a whole.").FinishAsync(new(100, 50));

        var answer = await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Status == "done");
        Assert.Equal(("Half a whole.", 100, 50, false, 0.00045m), (answer.Content, answer.Usage!.InputTokens, answer.Usage.OutputTokens, answer.Usage.Estimated, answer.Usage.Cost));
        Assert.Null(answer.Error);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal("1 done 50 0.00045000", await LedgerAsync<string>("count(*) || ' ' || max(status) || ' ' || sum(output_tokens) || ' ' || sum(cost)", sent.RunId, s => s.Contains("done", StringComparison.Ordinal)));
        Assert.Equal(0.00045m, await StoredAsync<decimal>("select cost from chat.transcripts where session_id = $1", session));
    }

    [Fact]
    public async Task What_was_presumed_dead_and_ends_without_any_usage_costs_nothing_anywhere()
    {
        var ana = await ChatClient.SignInAsync(_first);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await using var second = await TestHost.StartOnAsync(_first.ConnectionString, s => s["Node:Name"] = "other");
        await PresumeAsync(second, sent);
        Assert.True(await StoredAsync<decimal>("select cost from chat.transcripts where session_id = $1", session) > 0);

        // The provider takes it from nobody, also at the tries after it.
        for (var i = 0; i < 2; i++) _ = _first.Provider.Next().RefuseAsync(503);
        _ = script.RefuseAsync(503);

        await LedgerAsync<string>("max(status)", sent.RunId, s => s == "failed");
        Assert.Equal(0, (await ana.MessageAsync(session, sent.ReplyId)).Usage?.Cost ?? 0);
        Assert.Equal(0, await StoredAsync<decimal>("select cost from chat.transcripts where session_id = $1", session));
    }

    [Fact]
    public async Task Who_let_it_go_on_meanwhile_keeps_that_and_both_runs_count()
    {
        var ana = await ChatClient.SignInAsync(_first);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Half ");
        await Soon.UntilAsync(() => StoredAsync<long>("select count(*) from chat.run_pieces where run_id = $1", sent.RunId), n => n > 0);
        await using var second = await TestHost.StartOnAsync(_first.ConnectionString, s => s["Node:Name"] = "other");
        await PresumeAsync(second, sent);
        var there = ana.At(second);
        _ = second.Provider.Next().Say("and more.").FinishAsync(new(10, 7));
        var more = await (await there.ContinueAsync(sent.ReplyId)).ReadAsync<SentView>();
        await there.EndOfAsync(session, sent.ReplyId);

        _ = script.Say("a whole.").FinishAsync(new(100, 50));

        Assert.Equal("done 50", await LedgerAsync<string>("max(status) || ' ' || sum(output_tokens)", sent.RunId, s => s.StartsWith("done", StringComparison.Ordinal)));
        Assert.Equal("done 7", await LedgerAsync<string>("max(status) || ' ' || sum(output_tokens)", more.RunId, s => s.Length > 0));
        var answer = await there.MessageAsync(session, sent.ReplyId);
        Assert.Equal(("done", "Half and more.", 110, 57), (answer.Status, answer.Content, answer.Usage!.InputTokens, answer.Usage.OutputTokens));
        Assert.Equal(answer.Usage.Cost, await StoredAsync<decimal>("select cost from chat.transcripts where session_id = $1", session));
    }

    /// <summary>As after a pause of the writing node that was longer than others wait for its heartbeat.</summary>
    Task<string> PresumeAsync(TestHost other, SentView sent) => Soon.UntilAsync(async () =>
    {
        await TestDatabase.ExecuteAsync(_first.ConnectionString, $"update chat.runs set heartbeat_at = now() - interval '2 minutes' where id = '{sent.RunId}'");
        await other.Services.GetRequiredService<RunRecovery>().ReapAsync(CancellationToken.None);
        return await StoredAsync<string>("select status from chat.messages where id = $1", sent.ReplyId);
    }, status => status == "Interrupted");

    Task<T> StoredAsync<T>(string sql, Guid id) => TestDatabase.ScalarAsync<T>(_first.ConnectionString, sql, id);

    Task<T> LedgerAsync<T>(string what, Guid run, Func<T, bool> holds) => Soon.UntilAsync(() => StoredAsync<T>(
        $"select coalesce((select {what} from analytics.usage_ledger where run_id = $1), '')", run), holds);
}
