using Xunit;
using ChatMonolith.Tests.Integration.Analytics;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Two people and an agent in one conversation.</summary>
[Collection("chat")]
public sealed class TogetherTests(TestHost host)
{
    [Fact]
    public async Task Twenty_times_both_send_at_once_and_nothing_is_lost_or_mixed_up()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        var said = new List<SaidView>();
        for (var i = 0; i < 20; i++)
            said.AddRange(await Task.WhenAll(ana.SayAsync(session, $"Ana says {i}"), ben.SayAsync(session, $"Ben says {i}")));
        foreach (var reply in said) await ana.EndOfAsync(session, reply.ReplyId!.Value);

        var all = (await ben.ListAsync(session)).Items;
        Assert.Equal(80, all.Count);
        Assert.Equal(80, all.Select(m => m.Id).Distinct().Count());
        foreach (var one in said)
        {
            var (message, reply) = (all.Single(m => m.Id == one.MessageId), all.Single(m => m.Id == one.ReplyId));
            Assert.Equal((message.Id, "done"), (reply.ParentId!.Value, reply.Status));
            Assert.EndsWith(message.Content, reply.Content, StringComparison.Ordinal);
        }
        // Each message follows the one before it, whoever wrote that.
        var spoken = all.Where(m => m.Author.Kind == "user").ToList();
        Assert.All(spoken.Skip(1), m => Assert.Contains(all, before => before.Id == m.ParentId && before.Author.Kind == "agent"));
        for (var i = 0; i < 20; i++) Assert.Equal(new HashSet<string> { $"Ana says {i}", $"Ben says {i}" }, spoken.Skip(2 * i).Take(2).Select(m => m.Content).ToHashSet());

        var open = said.Select(s => s.ReplyId!.Value).ToHashSet();
        page.Apply(await events.ThroughAsync(i =>
        {
            if (i.Event == "cm-run" && i.Data.Contains("\"done\"", StringComparison.Ordinal)) open.RemoveWhere(r => i.Data.Contains($"{r}", StringComparison.Ordinal));
            return open.Count == 0;
        }));
        Assert.Equal((await ana.OpenAsync(session)).Document.QuerySelectorAll("article.message").Select(m => m.TextContent), page.Document.QuerySelectorAll("article.message").TakeLast(50).Select(m => m.TextContent));
    }

    [Fact]
    public async Task An_answer_that_waits_says_for_whom_to_everybody()
    {
        await using var narrow = await TestHost.StartNewAsync(s => s["Chat:AnswersAtOnce"] = "1");
        var (ana, ben) = (await ChatClient.SignInAsync(narrow, "Ana"), await ChatClient.SignInAsync(narrow, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var (_, script) = await ana.AskAsync(session);
        var waiting = await ana.SayAsync(session, "And then?");
        Assert.Contains("Waiting for other answers to Ana", (await ben.OpenAsync(session)).Message(waiting.ReplyId!.Value).TextContent, StringComparison.Ordinal);
        Assert.Equal("Echo: Ben: Beside it", (await ben.EndOfAsync(session, (await ben.SayAsync(session, "Beside it")).ReplyId!.Value)).Content);
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, waiting.ReplyId!.Value);
    }

    [Fact]
    public async Task Who_asks_pays()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, answers: "auto");
        await ana.SayAsync(session, "Ben, will you ask?");
        var asked = await ben.SayAsync(session, "@test-model and @Guide, we have a question");
        foreach (var reply in asked.Replies) await ben.EndOfAsync(session, reply.ReplyId);

        var bens = await Soon.UntilAsync(() => ben.User.ReportAsync("groupBy=session"), r => r.GetProperty("totals").Runs() == 2);
        Assert.True(bens.GetProperty("totals").Cost() > 0);
        Assert.Equal(0, (await ana.User.ReportAsync("groupBy=session")).GetProperty("totals").Runs());
    }

    [Fact]
    public async Task Who_asks_again_or_for_more_pays_for_that_and_only_that()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var (sent, script) = await ana.AskAsync(session);
        _ = script.Say("Half of ").CutOffAsync();
        await ana.EndOfAsync(session, sent.ReplyId);

        var more = await (await ben.ContinueAsync(sent.ReplyId)).ReadAsync<SentView>();
        await ben.EndOfAsync(session, more.ReplyId);
        var again = await (await ben.RegenerateAsync(sent.ReplyId)).ReadAsync<SentView>();
        await ben.EndOfAsync(session, again.ReplyId);

        await Soon.UntilAsync(() => ben.User.ReportAsync("groupBy=session"), r => r.GetProperty("totals").Runs() == 2);
        await Soon.UntilAsync(() => ana.User.ReportAsync("groupBy=session"), r => r.GetProperty("totals").Runs() == 1);
    }

    [Fact]
    public async Task The_model_is_told_who_said_what()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, answers: "auto");
        await ana.SayAsync(session, "I would take the train");
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);
        await ben.SayAsync(session, $"@test-model, who would take the train? {question}");
        var asked = await script.Asked.SoonAsync();
        _ = script.FinishAsync();

        Assert.Equal(["user", "user"], asked.Messages.Skip(1).Select(m => m.Role));
        Assert.Equal("Ana: I would take the train", asked.Messages[1].Text);
        Assert.StartsWith("Ben: @test-model", asked.Messages[2].Text, StringComparison.Ordinal);
        Assert.Contains("author's name", asked.Messages[0].Text, StringComparison.Ordinal);
    }
}
