using System.Net;
using System.Net.Http.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Asking again: in other words, or another agent.</summary>
[Collection("chat")]
public sealed class EditAskTests(TestHost host)
{
    [Fact]
    public async Task Asking_in_other_words_begins_a_version_and_the_old_one_stays()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "Common ground");
        var old = await ana.HearAsync(session, "The old answer");
        var words = ChatClient.Question();
        var script = host.Provider.Next(words);

        using var asked = await ana.EditAsync(old.ParentId!.Value, words, runAgain: true);
        var sent = await asked.ReadAsync<SentView>();
        var request = await script.Asked.SoonAsync();
        _ = script.Say("The new answer").FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var read = string.Concat(request.Messages.Select(m => m.Text));
        Assert.Contains("Common ground", read, StringComparison.Ordinal);
        Assert.DoesNotContain("The old answer", read, StringComparison.Ordinal);
        var now = (await ana.ListAsync(session)).Items;
        Assert.Equal(["Common ground", words, "The new answer"], now.Skip(1).Select(m => m.Content));
        Assert.Equal((2, 2, old.ParentId), (now[2].Siblings!.Number, now[2].Siblings!.Count, now[2].Siblings!.Previous!.Id));
        Assert.Equal("The old answer", (await ana.ListAsync(session, "branch=0")).Items[^1].Content);
    }

    [Fact]
    public async Task The_first_message_too_and_pages_that_follow_show_only_the_new_version()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var old = await ana.HearAsync(session, "The old answer");
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        var words = ChatClient.Question();
        _ = host.Provider.Next(words).Say("The new answer").FinishAsync();

        var sent = await (await ana.EditAsync(old.ParentId!.Value, words, runAgain: true)).ReadAsync<SentView>();
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.False(page.Has(old.Id));
        Assert.True(page.Has(sent.ReplyId));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Fact]
    public async Task Pressed_twice_it_asks_once_and_the_agent_that_answered_answers_again()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync(agent: "guide");
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("By the model").FinishAsync();
        var first = await (await ana.PostAsync(session, new { content = question, agent = ChatClient.Agent })).ReadAsync<SentView>();
        await ana.EndOfAsync(session, first.ReplyId);
        (await ana.User.PatchAsJsonAsync($"/api/sessions/{session}", new { agent = "guide" })).EnsureSuccessStatusCode();
        var words = ChatClient.Question();
        var script = host.Provider.Next(words);

        var asked = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ana.EditAsync(first.MessageId, words, runAgain: true, clientMessageId: "once")));
        var answers = await Task.WhenAll(asked.Select(a => a.ReadAsync<SentView>()));
        _ = script.Say("Once").FinishAsync();
        var reply = await ana.EndOfAsync(session, answers[0].ReplyId);

        Assert.Single(answers.Distinct());
        Assert.Equal(ChatClient.Agent, reply.Author.Id);
        Assert.Single(host.Provider.Requests, r => r.LastUserMessage.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_agent_is_chosen_on_a_page_and_answers_as_another_version()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var old = await ana.HearAsync(session, "The model's answer");
        using var page = await ana.NavigateAsync($"/messages/{old.Id}/ask");
        Assert.Equal("guide", (await page.SeeAsync()).QuerySelector("option[selected]")!.GetAttribute("value"));

        using var asked = await ana.SubmitAsync($"/messages/{old.Id}/ask", panel: false, ("agent", "guide"));

        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        var now = await Soon.UntilAsync(() => ana.ListAsync(session), w => w.Items[^1].IsOver && w.Items[^1].Id != old.Id);
        Assert.Equal(("guide", 2), (now.Items[^1].Author.Id, now.Items[^1].Siblings!.Count));
        using var unknown = await ana.SubmitAsync($"/messages/{old.Id}/ask", panel: true, ("agent", "no/such"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("Choose another one", (await unknown.SeeAsync()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.NavigateAsync($"/messages/{old.Id}/ask")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.NavigateAsync($"/messages/{old.ParentId}/ask")).StatusCode);
    }
}
