using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>How many answers one person may have at once, and how fast they may ask.</summary>
public sealed class WaitingTests : IAsyncLifetime
{
    TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartNewAsync(s => (s["Chat:AnswersAtOnce"], s["Chat:RequestsPerMinute"]) = ("1", "6"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task More_answers_wait_in_order_are_shown_as_waiting_and_begin_when_one_is_done()
    {
        var ana = await ChatClient.SignInAsync(_host);
        var session = await ana.StartAsync();
        var (first, script) = await ana.AskAsync(session);
        var question = ChatClient.Question();
        var next = _host.Provider.Next(question);
        var second = await ana.SendAsync(session, question);

        Assert.Equal("queued", (await ana.MessageAsync(session, second.ReplyId)).Status);
        var page = await ana.OpenAsync(session);
        Assert.Contains("Waiting", page.Message(second.ReplyId).TextContent, StringComparison.Ordinal);
        Assert.False(next.Asked.IsCompleted);
        await using var events = await ana.FollowAsync(session, since: page.Since);

        _ = script.Say("First.").FinishAsync();
        await next.Asked.SoonAsync();
        _ = next.Say("Second.").FinishAsync();
        Assert.Equal("Second.", (await ana.EndOfAsync(session, second.ReplyId)).Content);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal) && i.Data.Contains($"{second.ReplyId}", StringComparison.Ordinal)));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal("done", (await ana.MessageAsync(session, first.ReplyId)).Status);
    }

    [Fact]
    public async Task A_waiting_answer_can_be_stopped_without_asking_anybody_and_others_do_not_wait_for_it()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(_host), await ChatClient.SignInAsync(_host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var (first, script) = await ana.AskAsync(session);
        var question = ChatClient.Question();
        var waiting = await ana.SendAsync(session, question);
        (await ana.StopAsync(waiting.RunId)).EnsureSuccessStatusCode();

        var stopped = await ana.EndOfAsync(session, waiting.ReplyId);
        Assert.Equal(("stopped", ""), (stopped.Status, stopped.Content));
        Assert.Equal("Mine.", (await ben.HearAsync(session, "Mine.")).Content);
        Assert.DoesNotContain(_host.Provider.Requests, r => r.LastUserMessage.Contains(question, StringComparison.Ordinal));
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, first.ReplyId);
    }

    [Fact]
    public async Task Who_asks_too_fast_is_told_to_wait_but_a_repeated_send_still_finds_its_first_result()
    {
        var ana = await ChatClient.SignInAsync(_host);
        var session = await ana.StartAsync();
        var first = await ana.SendAsync(session, "Only once", "same");
        // Repeats spend nothing, one after the other or at once: five more may be asked.
        for (var i = 0; i < 12; i++) Assert.Equal(first, await ana.SendAsync(session, "Only once", "same"));
        var (second, provider) = (ChatClient.Question(), _host.Provider);
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ana.SendAsync(session, second, "another")));
        Assert.Single(atOnce.Distinct());
        await ana.EndOfAsync(session, atOnce[0].ReplyId);
        for (var i = 3; i <= 6; i++) await ana.EndOfAsync(session, (await ana.SendAsync(session, $"No. {i}")).ReplyId);

        using var refused = await ana.PostAsync(session, new { content = "One more" });
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("Wait", await refused.SentenceAsync(), StringComparison.Ordinal);
        using var page = await ana.SubmitAsync($"/messages/{first.ReplyId}/regenerate", panel: false);
        Assert.Equal((HttpStatusCode.TooManyRequests, refused.Headers.RetryAfter), (page.StatusCode, page.Headers.RetryAfter));
        Assert.Contains("Wait half a minute", (await page.SeeAsync()).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(first, await ana.SendAsync(session, "Only once", "same"));
        Assert.Equal(6L, await TestDatabase.ScalarAsync<long>(_host.ConnectionString, "select count(*) from chat.runs where session_id = $1", session));
        Assert.Single(provider.Requests, r => r.LastUserMessage == second);
        Assert.Equal(1L, await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(
            _host.ConnectionString, "select count(*) from analytics.usage_ledger where run_id = $1", atOnce[0].RunId), n => n > 0));
    }
}
