using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>One message that asks several agents.</summary>
[Collection("chat")]
public sealed class SeveralAgentsTests(TestHost host)
{
    [Fact]
    public async Task Each_answers_for_itself_and_everybody_sees_both_grow()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, answers: "auto");
        var page = await ben.OpenAsync(session);
        await using var events = await ben.FollowAsync(session, since: page.Since);
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);

        var words = $"@Guide and @test-model, and `@test-model` once more: {question}";
        var said = await ana.SayAsync(session, words, clientMessageId: "both");
        Assert.Equal(2, said.Replies.Count);
        Assert.Equal((said.Replies[0].ReplyId, said.Replies[0].RunId), (said.ReplyId!.Value, said.RunId!.Value));
        var asked = await script.Asked.SoonAsync();
        var guides = await ana.EndOfAsync(session, said.Replies[0].ReplyId);
        _ = script.Say("Mine.").FinishAsync();
        var models = await ana.EndOfAsync(session, said.Replies[1].ReplyId);

        Assert.Equal(("Guide", "test-model", "Mine."), (guides.Author.Name, models.Author.Name, models.Content));
        Assert.All([guides, models], answer => Assert.Equal((said.MessageId, 0, null), (answer.ParentId!.Value, answer.Branch, answer.Siblings)));
        Assert.DoesNotContain(asked.Messages, m => m.Role == "assistant");
        var repeated = await ana.SayAsync(session, words, clientMessageId: "both");
        Assert.Equal(said.Replies, repeated.Replies);

        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("\"done\"", StringComparison.Ordinal) && i.Data.Contains($"{models.Id}", StringComparison.Ordinal)));
        Assert.Equal((await ben.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal(3, (await ana.ListAsync(session)).Items.Count);
    }

    [Fact]
    public async Task Each_answer_has_versions_of_its_own()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var said = await ana.SayAsync(session, "@test-model and @guide: hello");
        var (models, guides) = (await ana.EndOfAsync(session, said.Replies[0].ReplyId), await ana.EndOfAsync(session, said.Replies[1].ReplyId));

        using var again = await ana.RegenerateAsync(guides.Id);
        var other = await ana.EndOfAsync(session, (await again.ReadAsync<SaidView>()).ReplyId!.Value);
        var now = (await ana.ListAsync(session)).Items;
        Assert.Equal([said.MessageId, models.Id, other.Id], now.Select(m => m.Id));
        Assert.Null(now[1].Siblings);
        Assert.Equal((2, 2, guides.Id), (now[2].Siblings!.Number, now[2].Siblings!.Count, now[2].Siblings!.Previous!.Id));
        var before = (await ana.ListAsync(session, "branch=0")).Items;
        Assert.Null(before[1].Siblings);
        Assert.Equal((1, 2, other.Id), (before[2].Siblings!.Number, before[2].Siblings!.Count, before[2].Siblings!.Next!.Id));

        using var first = await ana.RegenerateAsync(models.Id);
        var instead = await ana.EndOfAsync(session, (await first.ReadAsync<SaidView>()).ReplyId!.Value);
        Assert.Equal((2, 2, models.Id), (instead.Siblings!.Number, instead.Siblings!.Count, instead.Siblings!.Previous!.Id));
    }

    [Fact]
    public async Task One_is_answered_anew_while_another_is_still_being_written()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);
        var said = await ana.SayAsync(session, $"@Guide and @test-model: {question}");
        await script.Asked.SoonAsync();
        await ana.EndOfAsync(session, said.Replies[0].ReplyId);

        using var again = await ana.RegenerateAsync(said.Replies[0].ReplyId);
        var instead = await again.ReadAsync<SaidView>();
        Assert.DoesNotContain(instead.ReplyId!.Value, said.Replies.Select(r => r.ReplyId));
        Assert.Equal("Guide", (await ana.EndOfAsync(session, instead.ReplyId!.Value)).Author.Name);
        _ = script.FinishAsync();
    }

    [Fact]
    public async Task Retry_and_regenerate_are_there_also_where_nobody_answers()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var answer = await ana.HearAsync(session, "Once");
        (await ana.AnswersAsync(session, "off")).EnsureSuccessStatusCode();
        using var again = await ana.RegenerateAsync(answer.Id);
        await ana.EndOfAsync(session, (await again.ReadAsync<SaidView>()).ReplyId!.Value);

        using var inOtherWords = await ana.EditAsync(answer.ParentId!.Value, "Again, @Guide", runAgain: true);
        var asked = await inOtherWords.ReadAsync<SaidView>();
        Assert.Equal("Guide", (await ana.EndOfAsync(session, asked.ReplyId!.Value)).Author.Name);
    }

    [Fact]
    public async Task Four_at_most()
    {
        await using var many = await TestHost.StartNewAsync(s => s["Agents:Providers:0:Models"] = "m-1,m-2,m-3,m-4,m-5");
        var ana = await ChatClient.SignInAsync(many);
        var session = await ana.StartAsync(agent: "test/m-1");
        using var refused = await ana.PostAsync(session, new { content = "@m-1 @m-2 @m-3 @m-4 @m-5: all of you" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("four agents", await refused.SentenceAsync(), StringComparison.Ordinal);
        Assert.Empty((await ana.ListAsync(session)).Items);

        var said = await ana.SayAsync(session, "@m-1 @m-2 @m-3 @m-4 @m-4: most of you");
        Assert.Equal(4, said.Replies.Count);
        foreach (var reply in said.Replies) Assert.Equal("done", (await ana.EndOfAsync(session, reply.ReplyId)).Status);
    }
}
