using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class ContinueTests(TestHost host)
{
    [Fact]
    public async Task Who_caught_up_with_an_answer_that_was_over_sees_it_go_on()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        var first = await CutOffAsync(ana, session, "One ");
        await using var events = await ana.FollowAsync(session, page.Lost, page.Since);
        await events.NextAsync(i => i.IsContent && i.Data.Contains("One", StringComparison.Ordinal));
        var script = host.Provider.Next();

        using var answer = await ana.ContinueAsync(first.Id);
        await script.SendAsync("goes on");
        await events.NextAsync(i => i.IsContent && i.Data.Contains("goes on", StringComparison.Ordinal));
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, first.Id);
    }

    [Fact]
    public async Task A_cut_off_answer_goes_on_in_the_same_message_and_counts_both_runs()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await CutOffAsync(ana, session, "Once upon a ");
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await using var json = await ana.FollowJsonAsync(session);
        var script = host.Provider.Next();

        var sent = await (await ana.ContinueAsync(first.Id)).ReadAsync<SentView>();
        var asked = await script.Asked.SoonAsync();
        _ = script.Say("time there ", "was.").FinishAsync(new(30, 7));
        var whole = await ana.EndOfAsync(session, first.Id);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.Equal(first.Id, sent.ReplyId);
        Assert.Equal(("done", "Once upon a time there was."), (whole.Status, whole.Content));
        Assert.Contains(asked.Messages, m => m.Role == "assistant" && m.Text.Contains("Once upon a", StringComparison.Ordinal));
        Assert.Equal(first.Usage!.OutputTokens + 7, whole.Usage!.OutputTokens);
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal(2L, await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.runs where message_id = $1", first.Id));
    }

    [Fact]
    public async Task Sources_of_both_parts_lead_where_they_should()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendEventAsync(Found("One", "Two"));
        _ = script.Say("The second [2] and the first [1]; ").CutOffAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await events.NextAsync("cm-hello");

        var more = host.Provider.Next();
        await (await ana.ContinueAsync(sent.ReplyId)).ReadAsync<SentView>();
        await more.Asked.SoonAsync();
        await more.SendEventAsync(Found("Three", "Four"));
        _ = more.Say("then the fourth [2], again [1].").FinishAsync();
        var whole = await ana.EndOfAsync(session, sent.ReplyId);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.Equal(["Two", "One", "Four", "Three"], whole.Citations!.OrderBy(c => c.ShownAs).Select(c => c.Title));
        var fresh = await ana.OpenAsync(session);
        Assert.Equal(fresh.Conversation, page.Conversation);
        Assert.Equal(["Two", "One", "Four", "Three"], fresh.Message(sent.ReplyId).QuerySelectorAll(".cite > a")
            .Select(a => fresh.Document.GetElementById(a.GetAttribute("href")![1..])!.QuerySelector("strong")!.TextContent));

        static string Found(params IEnumerable<string> titles) => System.Text.Json.JsonSerializer.Serialize(new
        {
            search_results = titles.Select(title => new { title, url = $"https://{title.ToLowerInvariant()}.example/", snippet = $"Of {title}" }), choices = Array.Empty<int>(),
        });
    }

    [Fact]
    public async Task A_second_press_finds_the_answer_running()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await CutOffAsync(ana, session, "Half ");
        var script = host.Provider.Next();

        var presses = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => await (await ana.ContinueAsync(first.Id)).ReadAsync<SentView>()));
        _ = script.Say("whole.").FinishAsync();
        var whole = await ana.EndOfAsync(session, first.Id);

        Assert.Single(presses.Distinct());
        Assert.Equal("Half whole.", whole.Content);
    }

    [Fact]
    public async Task Stopping_what_goes_on_keeps_both_parts()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await CutOffAsync(ana, session, "One ");
        var script = host.Provider.Next();
        var sent = await (await ana.ContinueAsync(first.Id)).ReadAsync<SentView>();
        await script.SendAsync("two");
        await Soon.UntilAsync(() => ana.MessageAsync(session, first.Id), m => m.Content == "One two");

        (await ana.StopAsync(sent.RunId)).EnsureSuccessStatusCode();
        await script.Aborted.SoonAsync();
        var stopped = await ana.EndOfAsync(session, first.Id);

        Assert.Equal(("stopped", "One two"), (stopped.Status, stopped.Content));
    }

    [Fact]
    public async Task What_is_whole_foreign_or_read_only_does_not_go_on()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var whole = await ana.HearAsync(session, "Whole");
        var half = await CutOffAsync(ana, session, "Half");

        Assert.Equal(HttpStatusCode.Conflict, (await ana.ContinueAsync(whole.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.ContinueAsync(whole.ParentId!.Value)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.ContinueAsync(half.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.ContinueAsync(half.Id)).StatusCode);
    }

    async Task<MessageJson> CutOffAsync(ChatClient person, Guid session, string text)
    {
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say(text).CutOffAsync();
        return await person.EndOfAsync(session, (await person.SendAsync(session, question)).ReplyId);
    }
}
