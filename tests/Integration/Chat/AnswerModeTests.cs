using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Who answers in a session of several people.</summary>
[Collection("chat")]
public sealed class AnswerModeTests(TestHost host)
{
    [Fact]
    public async Task Alone_every_message_is_answered_and_among_people_only_those_that_name_an_agent()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        Assert.Equal(("always", true), await ana.AnswerModeAsync(session));
        await ana.ShareAsync(session, ben, answers: "auto");
        Assert.Equal(("mentioned", true), await ben.AnswerModeAsync(session));

        var said = await ana.SayAsync(session, "Good morning, Ben");
        Assert.Equal((null, null), (said.ReplyId, said.RunId));
        Assert.Empty(said.Replies);
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("Yes.").FinishAsync();
        var asked = await ben.SayAsync(session, $"@Test-Model: {question}");
        Assert.Equal("Yes.", (await ben.EndOfAsync(session, asked.ReplyId!.Value)).Content);
        var all = (await ana.ListAsync(session)).Items;
        Assert.Equal([said.MessageId, asked.MessageId, asked.ReplyId!.Value], all.Select(m => m.Id));
        Assert.Equal(said.MessageId, all[1].ParentId);

        (await ana.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        Assert.Equal(("always", true), await ana.AnswerModeAsync(session));
        Assert.Equal("Again alone", (await ana.HearAsync(session, "Again alone")).Content);
    }

    [Fact]
    public async Task Who_is_invited_changes_nothing_until_they_come()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        (await ana.AddAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        Assert.Equal(("always", true), await ana.AnswerModeAsync(session));
        Assert.Contains("test-model answers every message.", Words(await ana.OpenAsync(session)), StringComparison.Ordinal);
        Assert.Equal("Still alone", (await ana.HearAsync(session, "Still alone")).Content);

        await using var page = await ana.FollowAsync(session);
        await using var program = await ana.FollowJsonAsync(session);
        await page.NextAsync("cm-hello");
        await program.NextAsync("cm-hello");
        Assert.Contains("test-model answers when you write @test-model.", Words(await ben.OpenAsync(session)), StringComparison.Ordinal);
        await page.NextAsync("cm-people");
        await page.NextAsync("cm-answers");
        Assert.Contains("\"answerMode\":\"mentioned\"", (await program.NextAsync(i => IsAnswers(i) && i.Data.Contains("mentioned", StringComparison.Ordinal))).Data, StringComparison.Ordinal);
        Assert.Equal(("mentioned", true), await ana.AnswerModeAsync(session));
        Assert.Empty((await ana.SayAsync(session, "Good morning")).Replies);
    }

    [Fact]
    public async Task What_somebody_chose_stays_until_it_is_taken_back()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, answers: "always");
        Assert.Equal(("always", false), await ben.AnswerModeAsync(session));
        Assert.NotNull((await ben.SayAsync(session, "Without a name")).ReplyId);

        await ben.OpenAsync(session);
        (await ben.AnswersAsync(session, "off")).EnsureSuccessStatusCode();
        Assert.Empty((await ana.SayAsync(session, "@test-model, are you there?")).Replies);
        Assert.Empty((await ana.SayAsync(session, "By its id", agent: ChatClient.Agent)).Replies);
        (await ana.AnswersAsync(session, "auto")).EnsureSuccessStatusCode();
        Assert.Equal(("mentioned", true), await ana.AnswerModeAsync(session));
    }

    [Fact]
    public async Task A_program_that_names_an_agent_in_its_request_asks_it()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, answers: "mentioned");
        var said = await ben.SayAsync(session, "You, please", agent: ChatClient.Agent);
        Assert.Equal("Echo: You, please", (await ben.EndOfAsync(session, said.ReplyId!.Value)).Content);

        using var unknown = await ben.PostAsync(session, new { content = "You?", agent = "test/nobody" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
    }

    [Fact]
    public async Task What_the_pages_choice_shows_is_the_sessions_agent_and_asks_nobody()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, answers: "mentioned");
        using var sent = await ana.SubmitAsync($"/chat/{session}", false, ("content", "Only for Ben"), ("agent", "guide"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal("Only for Ben", Assert.Single((await ben.ListAsync(session)).Items).Content);
        Assert.Contains("Guide answers when you write @Guide.", Words(await ben.OpenAsync(session)), StringComparison.Ordinal);

        (await ana.AnswersAsync(session, "always")).EnsureSuccessStatusCode();
        using var again = await ana.SubmitAsync($"/chat/{session}/messages", false, ("content", "For Ben and the agent"), ("agent", ChatClient.Agent));
        Assert.Equal("test-model", (await ben.ListAsync(session)).Items[^1].Author.Name);
    }

    [Fact]
    public async Task The_composer_says_what_will_happen_and_everybody_reads_a_change_at_once()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        Assert.Contains("test-model answers every message.", Words(page), StringComparison.Ordinal);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await using var program = await ana.FollowJsonAsync(session);
        await events.NextAsync(i => i.Event == "cm-hello");
        await program.NextAsync(i => i.Event == "cm-hello");

        await ana.ShareAsync(session, ben, answers: "auto");
        // Once when he was invited, and once when he came.
        foreach (var mode in new[] { "always", "mentioned" })
        {
            await events.NextAsync(i => i.Event == "cm-answers");
            Assert.Contains($"\"answerMode\":\"{mode}\"", (await program.NextAsync(IsAnswers)).Data, StringComparison.Ordinal);
        }
        Assert.Contains("test-model answers when you write @test-model.", await FragmentAsync(ana, session), StringComparison.Ordinal);

        using var chosen = await ben.SubmitAsync($"/sessions/{session}/answers", panel: false, ("answers", "off"));
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        await events.NextAsync(i => i.Event == "cm-answers");
        Assert.Contains("\"answerMode\":\"off\"", (await program.NextAsync(IsAnswers)).Data, StringComparison.Ordinal);
        Assert.Contains("Nobody answers here.", await FragmentAsync(ana, session), StringComparison.Ordinal);
        Assert.Equal("off", (await ben.OpenAsync(session)).Document.QuerySelector("#answers-mode option[selected]")!.GetAttribute("value"));

        (await ana.AnswersAsync(session, "auto")).EnsureSuccessStatusCode();
        await program.NextAsync(IsAnswers);
        (await ana.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        Assert.Contains("\"answerMode\":\"always\"", (await program.NextAsync(IsAnswers)).Data, StringComparison.Ordinal);
    }

    static bool IsAnswers(SseItem item) => item.Data.Contains("session.answers", StringComparison.Ordinal);

    [Fact]
    public async Task Only_who_writes_chooses_and_only_what_there_is()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "commenter", answers: "auto");
        foreach (var (person, mode, status) in new[] { (ben, "always", HttpStatusCode.Forbidden), (eve, "always", HttpStatusCode.NotFound), (ana, "sometimes", HttpStatusCode.UnprocessableEntity), (ana, "", HttpStatusCode.UnprocessableEntity) })
        {
            using var refused = await person.AnswersAsync(session, mode);
            Assert.Equal(status, refused.StatusCode);
        }
        using var form = await ana.SubmitAsync($"/sessions/{session}/answers", panel: false, ("answers", "2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, form.StatusCode);
        using var foreign = await eve.User.GetAsync($"/chat/{session}/answers");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(("mentioned", true), await ana.AnswerModeAsync(session));
        Assert.Null((await ben.OpenAsync(session)).Document.QuerySelector("#answers-mode"));
    }

    [Fact]
    public async Task An_unanswered_message_sent_twice_is_one_and_the_socket_says_so_too()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, answers: "mentioned");
        var first = await ana.SayAsync(session, "Once", clientMessageId: "u-1");
        Assert.Equal(first.MessageId, (await ana.SayAsync(session, "Once", clientMessageId: "u-1")).MessageId);

        await using var socket = await SocketClient.AsPageAsync(ben, session);
        foreach (var _ in new[] { 1, 2 }) await socket.SendAsync(new { type = "send", clientMessageId = "s-1", content = "Over the socket" });
        var (sent, again) = (await socket.NextAsync("sent"), await socket.NextAsync("sent"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, sent.GetProperty("replyId").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, sent.GetProperty("runId").ValueKind);
        Assert.Equal(sent.GetRawText(), again.GetRawText());
        Assert.Equal(["Once", "Over the socket"], (await ana.ListAsync(session)).Items.Select(m => m.Content));
    }

    static string Words(PageDom page) => page.Document.QuerySelector("#answers")!.TextContent;

    static async Task<string> FragmentAsync(ChatClient person, Guid session) =>
        new PageDom(await person.User.GetStringAsync($"/chat/{session}/answers")).Document.QuerySelector("#answers-hint")!.TextContent;
}
