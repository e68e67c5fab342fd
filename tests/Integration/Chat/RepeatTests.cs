using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The same request again: after a lost answer, a double click, the back button, or at another node.</summary>
[Collection("chat")]
public sealed class RepeatTests(TestHost host)
{
    [Fact]
    public async Task A_repeat_finds_its_first_result_whatever_would_refuse_it_now_and_changes_nothing()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var first = await ana.SendAsync(session, "Once", "one");
        var bens = await ben.SendAsync(session, "Mine", "mine");
        await ana.EndOfAsync(session, first.ReplyId);
        (await ana.User.PatchAsJsonAsync($"/api/sessions/{session}", new { agent = "guide" })).EnsureSuccessStatusCode();
        await ben.EndOfAsync(session, bens.ReplyId);
        (await ana.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        await ana.ShareAsync(session, ben, "viewer");

        foreach (var (person, sent, body) in new (ChatClient, SentView, object)[]
        {
            (ana, first, new { content = "Once", clientMessageId = "one", agent = ChatClient.Agent }),
            (ana, first, new { content = "Once", clientMessageId = "one", agent = "gone/away" }),
            (ana, first, new { content = "Once", clientMessageId = "one", parentId = Guid.NewGuid() }),
            (ben, bens, new { content = "Mine", clientMessageId = "mine" }),
        })
        {
            using var again = await person.PostAsync(session, body);
            Assert.Equal(sent, await again.ReadAsync<SentView>());
        }
        using var now = await ana.User.GetAsync($"/api/sessions/{session}");
        Assert.Equal("guide", (await now.ReadAsync<JsonElement>()).GetProperty("agent").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.PostAsync(session, new { content = "New", clientMessageId = "new" })).StatusCode);
    }

    [Fact]
    public async Task Other_words_under_an_id_that_was_used_are_refused_and_not_taken_for_the_first()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.SendAsync(session, "One thing", "one");
        await ana.EndOfAsync(session, first.ReplyId);

        using var other = await ana.PostAsync(session, new { content = "Another thing", clientMessageId = "one" });
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Contains("an id of its own", await other.SentenceAsync(), StringComparison.Ordinal);
        (await ana.User.PatchAsJsonAsync($"/api/messages/{first.MessageId}", new { content = "One thing, in other words" })).EnsureSuccessStatusCode();
        Assert.Equal(first, await ana.SendAsync(session, "One thing", "one"));
    }

    [Fact]
    public async Task A_form_that_is_sent_again_with_other_words_says_them_too()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        foreach (var address in new[] { $"/chat/{session}", $"/chat/{session}/messages" })
            foreach (var content in new[] { $"First at {address}", $"First at {address}\r\n", $"Then at {address}", $"First at {address}" })
            {
                using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["content"] = content, ["clientMessageId"] = new('a', 32), ["agent"] = ChatClient.Agent });
                using var answer = await ana.User.PostAsync(address, form);
                Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.OK, $"{answer.StatusCode}");
            }

        var said = (await ana.ListAsync(session)).Items.Where(m => m.Author.Kind is "user").Select(m => m.Content);
        Assert.Equal([$"First at /chat/{session}", $"Then at /chat/{session}", $"First at /chat/{session}/messages", $"Then at /chat/{session}/messages"], said);
    }

    [Fact]
    public async Task Twenty_presses_of_one_button_are_one_answer_one_call_and_one_bill_also_when_it_is_over()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (old, question) = await CutOffAsync(ana, session);

        var presses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await (await ana.RegenerateAsync(old.Id, clientMessageId: "press")).ReadAsync<SentView>()));
        await ana.EndOfAsync(session, presses[0].ReplyId);
        var late = await (await ana.RegenerateAsync(old.Id, clientMessageId: "press")).ReadAsync<SentView>();

        Assert.Single(presses.Append(late).Distinct());
        Assert.Equal(2, host.Provider.Requests.Count(r => r.LastUserMessage == question));
        Assert.Equal(1L, await Soon.UntilAsync(() => CountAsync("select count(*) from analytics.usage_ledger where message_id = $1", late.ReplyId), n => n > 0));
        // Another press is another answer.
        var other = await (await ana.RegenerateAsync(old.Id, clientMessageId: "another press")).ReadAsync<SentView>();
        Assert.NotEqual(late.RunId, other.RunId);
        // And one whose answer was deleted brings a new one.
        await ana.EndOfAsync(session, other.ReplyId);
        await ana.GoneAsync(other.ReplyId);
        Assert.NotEqual(other.RunId, (await (await ana.RegenerateAsync(old.Id, clientMessageId: "another press")).ReadAsync<SentView>()).RunId);
    }

    [Fact]
    public async Task Continue_that_is_sent_again_after_the_end_does_not_go_on_once_more()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (half, _) = await CutOffAsync(ana, session);
        _ = host.Provider.Next().Say(" more").CutOffAsync();

        var first = await (await ana.ContinueAsync(half.Id, "on")).ReadAsync<SentView>();
        await Soon.UntilAsync(() => ana.MessageAsync(session, half.Id), m => m.IsOver && m.Content == "Half more");
        var again = await (await ana.ContinueAsync(half.Id, "on")).ReadAsync<SentView>();

        Assert.Equal(first, again);
        Assert.Equal("Half more", (await ana.MessageAsync(session, half.Id)).Content);
        Assert.Equal(2L, await CountAsync("select count(*) from chat.runs where message_id = $1", half.Id));
    }

    [Theory]
    [InlineData("regenerate", 2)]
    [InlineData("continue", 1)]
    public async Task The_buttons_of_one_page_send_the_same_press_twice_and_a_new_page_sends_another(string act, int messages)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (half, _) = await CutOffAsync(ana, session);
        var press = await PressOfAsync(ana, session, half.Id, act);
        Assert.NotEmpty(press);
        foreach (var script in new[] { true, false, true })
        {
            using var answer = await ana.SubmitAsync($"/messages/{half.Id}/{act}", script, ("clientMessageId", press));
            Assert.True(answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.Redirect);
            await Soon.UntilAsync(() => ana.ListAsync(session), w => w.Items.All(m => m.IsOver));
        }

        Assert.Equal(2L, await CountAsync("select count(*) from chat.runs r join chat.messages m on m.id = r.message_id where m.parent_id = $1", half.ParentId!.Value));
        Assert.Equal((long)messages, await CountAsync("select count(*) from chat.messages where parent_id = $1", half.ParentId.Value));
        if (act == "regenerate") Assert.NotEqual(press, await PressOfAsync(ana, session, half.Id, act, "?branch=0"));
    }

    [Fact]
    public async Task Two_nodes_that_get_the_same_id_at_once_store_one_message_and_ask_once()
    {
        await using var first = await TestHost.StartNewAsync(s => s["Node:Name"] = "first");
        await using var second = await TestHost.StartOnAsync(first.ConnectionString, s => s["Node:Name"] = "second");
        var ana = await ChatClient.SignInAsync(first);
        var there = ana.At(second);
        var session = await ana.StartAsync();
        await first.AdminAsync();

        for (var round = 0; round < 5; round++)
        {
            var (question, id) = ($"Round {round}?", $"id {round}");
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? ana : there).SendAsync(session, question, id)));
            var sent = Assert.Single(answers.Distinct());
            await ana.EndOfAsync(session, sent.ReplyId);

            Assert.Single(first.Provider.Requests.Concat(second.Provider.Requests), r => r.LastUserMessage == question);
            var stored = first.ConnectionString;
            Assert.Equal(1L, await TestDatabase.ScalarAsync<long>(stored, "select count(*) from chat.messages where content = $1", question));
            Assert.Equal(1L, await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(stored, "select count(*) from analytics.usage_ledger where message_id = $1", sent.ReplyId), n => n > 0));
        }
        Assert.Equal(5L, await TestDatabase.ScalarAsync<long>(first.ConnectionString, "select count(*) from chat.runs"));
    }

    async Task<(MessageJson Answer, string Question)> CutOffAsync(ChatClient person, Guid session)
    {
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("Half").CutOffAsync();
        return (await person.EndOfAsync(session, (await person.SendAsync(session, question)).ReplyId), question);
    }

    static async Task<string> PressOfAsync(ChatClient person, Guid session, Guid message, string act, string query = "") =>
        (await person.OpenAsync(session, query)).Message(message).QuerySelector($"form[action$='/{act}'] button[name=clientMessageId]")!.GetAttribute("value")!;

    Task<long> CountAsync(string sql, Guid id) => TestDatabase.ScalarAsync<long>(host.ConnectionString, sql, id);
}
