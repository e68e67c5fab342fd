using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("host")]
public sealed class RetryTests(TestHost host)
{
    [Fact]
    public async Task Retry_asks_the_provider_again_and_answers_below_with_the_old_text_kept()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (first, question) = await FailAsync(ana, session);
        _ = host.Provider.Next(question).Say("Better now.").FinishAsync();

        using var asked = await ana.RetryAsync(first.Id);
        var again = await asked.ReadAsync<SentView>();
        await ana.EndOfAsync(session, again.ReplyId);

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var messages = (await ana.ListAsync(session)).Items;
        Assert.Equal([question, "A bad sta", "Better now."], messages.Select(m => m.Content));
        Assert.Equal(["done", "interrupted", "done"], messages.Select(m => m.Status));
        Assert.Equal([first.ParentId, again.MessageId], [messages[2].ParentId, messages[0].Id]);
        var asks = host.Provider.Requests.Where(r => r.LastUserMessage.Contains(question, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, asks.Count);
        // The question stands at the end again, whatever came after it.
        Assert.Contains(question, asks[1].Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_retries_at_once_are_one()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var (first, question) = await FailAsync(ana, session);
        var script = host.Provider.Next(question);

        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? ana : ben).RetryAsync(first.Id)));
        var answers = await Task.WhenAll(asked.Select(a => a.ReadAsync<SentView>()));
        _ = script.Say("Once.").FinishAsync();
        await ana.EndOfAsync(session, answers[0].ReplyId);

        Assert.Single(answers.Distinct());
        Assert.Equal(3, (await ana.ListAsync(session)).Items.Count);
        Assert.Equal(2, host.Provider.Requests.Count(r => r.LastUserMessage.Contains(question, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Everybody_sees_the_new_answer_grow()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (first, question) = await FailAsync(ana, session);
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        _ = host.Provider.Next(question).Say("Better.").FinishAsync();

        using var asked = await ana.RetryAsync(first.Id);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Fact]
    public async Task What_is_whole_running_foreign_or_read_only_cannot_be_retried()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var whole = await ana.HearAsync(session, "Whole");
        var (first, _) = await FailAsync(ana, session);
        var (sent, script) = await ana.AskAsync(session);

        Assert.Equal(HttpStatusCode.Conflict, (await ana.RetryAsync(whole.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ana.RetryAsync(sent.ReplyId)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.RetryAsync(sent.MessageId)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.RetryAsync(first.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.RetryAsync(Guid.NewGuid())).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.RetryAsync(first.Id)).StatusCode);
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    async Task<(MessageJson Answer, string Question)> FailAsync(ChatClient person, Guid session)
    {
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("A bad sta").CutOffAsync();
        return (await person.EndOfAsync(session, (await person.SendAsync(session, question)).ReplyId), question);
    }
}
