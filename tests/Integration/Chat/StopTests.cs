using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class StopTests(TestHost host)
{
    static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Stop_before_the_first_token_reaches_the_provider_at_once()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);

        using var stopped = await ana.StopAsync(sent.RunId);

        Assert.Equal(HttpStatusCode.Accepted, stopped.StatusCode);
        await script.Aborted.SoonAsync(AtOnce);
        var answer = await ana.EndOfAsync(session, sent.ReplyId);
        Assert.Equal(("stopped", ""), (answer.Status, answer.Content));
    }

    [Fact]
    public async Task Stop_in_the_middle_by_another_person_keeps_the_text_and_says_who()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var events = await ana.FollowAsync(session);
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("So far and");
        await events.NextAsync(i => i.Data.Contains("So far and", StringComparison.Ordinal));

        using var stopped = await ben.StopAsync(sent.RunId);

        Assert.Equal(HttpStatusCode.Accepted, stopped.StatusCode);
        await script.Aborted.SoonAsync(AtOnce);
        var answer = await ana.EndOfAsync(session, sent.ReplyId);
        Assert.Equal(("stopped", "So far and"), (answer.Status, answer.Content));
        Assert.True(answer.Usage is { Estimated: true, OutputTokens: > 0 });
        await events.NextAsync(i => i.Event == "cm-run" && i.Data.Contains("stopped", StringComparison.Ordinal));
        Assert.Contains("Stopped by Ben", (await ana.OpenAsync(session)).Message(sent.ReplyId).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_again_changes_nothing()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, _) = await ana.AskAsync(session);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ana.StopAsync(sent.RunId)));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        var ended = await ana.EndOfAsync(session, sent.ReplyId);
        using var late = await ana.StopAsync(sent.RunId);

        Assert.Equal(HttpStatusCode.Accepted, late.StatusCode);
        Assert.Equal(ended, await ana.MessageAsync(session, sent.ReplyId));
    }

    [Fact]
    public async Task Stop_after_the_end_does_not_change_the_end()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        _ = script.Say("Whole").FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
        using var late = await ana.StopAsync(sent.RunId);
        Assert.Equal(HttpStatusCode.Accepted, late.StatusCode);
        Assert.Equal("done", (await ana.MessageAsync(session, sent.ReplyId)).Status);
    }

    [Fact]
    public async Task Only_who_may_write_may_stop()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var (sent, script) = await ana.AskAsync(session);

        using var reader = await ben.StopAsync(sent.RunId);
        using var stranger = await eve.StopAsync(sent.RunId);
        using var nothing = await ana.StopAsync(Guid.NewGuid());

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.NotFound], [reader.StatusCode, stranger.StatusCode, nothing.StatusCode]);
        _ = script.Say("Whole").FinishAsync();
        Assert.Equal("done", (await ana.EndOfAsync(session, sent.ReplyId)).Status);
    }

    [Fact]
    public async Task The_pages_stop_ends_every_answer_of_the_session_and_no_other()
    {
        var ana = await ChatClient.SignInAsync(host);
        var (session, other) = (await ana.StartAsync(), await ana.StartAsync());
        var (one, two, elsewhere) = (await ana.AskAsync(session), await ana.AskAsync(session), await ana.AskAsync(other));

        using var stopped = await ana.User.PostAsync($"/chat/{session}/stop", null);

        Assert.Equal(HttpStatusCode.Redirect, stopped.StatusCode);
        await Task.WhenAll(one.Script.Aborted, two.Script.Aborted).SoonAsync(AtOnce);
        Assert.Equal("stopped", (await ana.EndOfAsync(session, one.Sent.ReplyId)).Status);
        Assert.Equal("stopped", (await ana.EndOfAsync(session, two.Sent.ReplyId)).Status);
        Assert.Equal("running", (await ana.MessageAsync(other, elsewhere.Sent.ReplyId)).Status);
        await ana.StopAsync(elsewhere.Sent.RunId);
    }
}
