using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class RegenerateTests(TestHost host)
{
    [Fact]
    public async Task Regenerate_answers_the_question_again_in_a_version_of_its_own()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (first, question) = await FailAsync(ana, session);
        _ = host.Provider.Next(question).Say("Better now.").FinishAsync();

        using var asked = await ana.RegenerateAsync(first.Id);
        var again = await asked.ReadAsync<SentView>();
        var answer = await ana.EndOfAsync(session, again.ReplyId);

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var messages = (await ana.ListAsync(session)).Items;
        Assert.Equal([question, "Better now."], messages.Select(m => m.Content));
        Assert.Equal((first.ParentId, again.MessageId), (messages[1].ParentId, messages[0].Id));
        Assert.Equal((2, 2, first.Id), (answer.Siblings!.Number, answer.Siblings.Count, answer.Siblings.Previous!.Id));
        var before = (await ana.ListAsync(session, "branch=0")).Items;
        Assert.Equal([question, "A bad sta"], before.Select(m => m.Content));
        Assert.Equal((1, 2, again.ReplyId), (before[1].Siblings!.Number, before[1].Siblings!.Count, before[1].Siblings!.Next!.Id));
        var asks = host.Provider.Requests.Where(r => r.LastUserMessage.Contains(question, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, asks.Count);
        // The first try is no part of what the agent reads.
        Assert.DoesNotContain("A bad sta", string.Concat(asks[1].Messages.Select(m => m.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_the_new_version_and_links_to_the_old_one_which_says_what_it_is()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "One way to say it.");
        _ = host.Provider.Next().Say("Another way.").FinishAsync();
        var again = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, again.ReplyId);

        var page = await ana.OpenAsync(session);
        Assert.Equal("2/2", page.Message(again.ReplyId).QuerySelector(".versions .num")!.TextContent);
        Assert.False(page.Has(first.Id));
        var link = page.Message(again.ReplyId).QuerySelector(".versions a")!.GetAttribute("href")!;
        var old = await ana.OpenAsync(session, link[$"/chat/{session}".Length..]);
        Assert.True(old.Has(first.Id));
        Assert.False(old.Has(again.ReplyId));
        Assert.Equal("0", old.Document.QuerySelector("#composer [name=branch]")!.GetAttribute("value"));
        Assert.Contains("another version", old.Document.QuerySelector(".elsewhere")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("branch=0", old.Document.QuerySelector("#stream")!.GetAttribute("hx-sse:connect"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_version_keeps_its_own_sources()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendEventAsync("""{"search_results":[{"title":"One","url":"https://one.example/","snippet":"Of one"}],"choices":[]}""");
        _ = script.Say("As said [1].").FinishAsync();
        var first = await ana.EndOfAsync(session, sent.ReplyId);
        _ = host.Provider.Next().Say("Nobody said so.").FinishAsync();
        var again = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        Assert.Empty((await ana.EndOfAsync(session, again.ReplyId)).Citations!);

        var before = (await ana.ListAsync(session, "branch=0")).Items[1];
        Assert.Equal((first.Content, first.Html), (before.Content, before.Html));
        Assert.Equal("One", Assert.Single(before.Citations!).Title);
    }

    [Fact]
    public async Task Several_presses_at_once_are_one()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var (first, question) = await FailAsync(ana, session);
        var script = host.Provider.Next(question);

        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? ana : ben).RegenerateAsync(first.Id)));
        var answers = await Task.WhenAll(asked.Select(a => a.ReadAsync<SentView>()));
        _ = script.Say("Once.").FinishAsync();
        await ana.EndOfAsync(session, answers[0].ReplyId);

        Assert.Single(answers.Distinct());
        Assert.Equal(2, (await ana.ListAsync(session)).Items.Count);
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
        // The stream is under way when something of it has come.
        await ana.HearAsync(session, "Meanwhile");
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));
        _ = host.Provider.Next(question).Say("Better.").FinishAsync();

        using var asked = await ana.RegenerateAsync(first.Id);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Fact]
    public async Task What_is_running_foreign_or_read_only_cannot_be_regenerated()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var (first, _) = await FailAsync(ana, session);
        var (sent, script) = await ana.AskAsync(session);

        Assert.Equal(HttpStatusCode.Conflict, (await ana.RegenerateAsync(sent.ReplyId)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.RegenerateAsync(sent.MessageId)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.RegenerateAsync(first.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.RegenerateAsync(Guid.NewGuid())).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.RegenerateAsync(first.Id)).StatusCode);
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task Regenerating_an_answer_in_the_middle_leaves_out_what_came_after_it_and_everybody_goes_along()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var first = await ana.HearAsync(session, "First");
        var second = await ana.HearAsync(session, "Second");
        var page = await ben.OpenAsync(session);
        await using var events = await ben.FollowAsync(session, since: page.Since);
        // The stream is under way when something of it has come.
        await ana.HearAsync(session, "Third");
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));
        _ = host.Provider.Next().Say("First, said anew").FinishAsync();

        var again = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.Equal((await ben.OpenAsync(session)).Conversation, page.Conversation);
        Assert.False(page.Has(second.Id));
        Assert.True(page.Has(again.ReplyId));
        Assert.Equal(6, (await ana.ListAsync(session, "branch=0")).Items.Count);
    }

    [Theory]
    [InlineData("regenerate")]
    [InlineData("continue")]
    public async Task The_buttons_work_as_forms_without_fields_with_a_script_and_without(string act)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        foreach (var script in new[] { true, false })
        {
            var (first, _) = await FailAsync(ana, session);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/messages/{first.Id}/{act}");
            if (script) request.Headers.Add("X-Requested-With", "fetch");
            else request.Content = new FormUrlEncodedContent([]);
            using var answer = await ana.User.SendAsync(request);
            Assert.Equal(script ? HttpStatusCode.NoContent : HttpStatusCode.Redirect, answer.StatusCode);
            await Soon.UntilAsync(() => ana.ListAsync(session), w => w.Items.All(m => m.IsOver));
        }
    }

    [Fact]
    public async Task Another_agent_may_answer_instead()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "From a model");

        var again = await (await ana.RegenerateAsync(first.Id, "guide")).ReadAsync<SentView>();
        Assert.Equal("guide", (await ana.EndOfAsync(session, again.ReplyId)).Author.Id);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.RegenerateAsync(first.Id, "nobody")).StatusCode);
    }

    [Fact]
    public async Task Another_agent_answers_beside_the_one_that_is_at_it_and_the_same_one_is_not_asked_twice()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "From a model");
        var script = host.Provider.Next();
        var again = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        await script.Asked.SoonAsync();

        var other = await (await ana.RegenerateAsync(first.Id, "guide")).ReadAsync<SentView>();

        Assert.NotEqual(again.RunId, other.RunId);
        Assert.Equal("guide", (await ana.EndOfAsync(session, other.ReplyId)).Author.Id);
        Assert.Equal(again, await (await ana.RegenerateAsync(first.Id, ChatClient.Agent)).ReadAsync<SentView>());
        _ = script.Say("Again.").FinishAsync();
        var whole = await Soon.UntilAsync(() => ana.ListAsync(session, $"around={again.ReplyId}"), w => w.Items.Single(m => m.Id == again.ReplyId).IsOver);
        Assert.Equal(3, whole.Items.Single(m => m.Id == again.ReplyId).Siblings!.Count);
    }

    async Task<(MessageJson Answer, string Question)> FailAsync(ChatClient person, Guid session)
    {
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("A bad sta").CutOffAsync();
        return (await person.EndOfAsync(session, (await person.SendAsync(session, question)).ReplyId), question);
    }
}
