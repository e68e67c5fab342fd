using System.Net;
using System.Text;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class SendTests(TestHost host)
{
    [Fact]
    public async Task A_message_is_stored_before_the_provider_is_asked_and_answered_by_the_chosen_agent()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync("First");
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);

        var sent = await ana.SendAsync(session, question);
        var asked = await script.Asked.SoonAsync();

        var messages = (await ana.ListAsync(session)).Items;
        Assert.Equal([sent.MessageId, sent.ReplyId], messages.Select(m => m.Id));
        Assert.Equal(question, messages[0].Content);
        Assert.Equal(("user", ana.User.UserId.ToString(), "Ana", "done"), (messages[0].Author.Kind, messages[0].Author.Id, messages[0].Author.Name, messages[0].Status));
        Assert.Equal(("agent", ChatClient.Agent, "running", sent.MessageId), (messages[1].Author.Kind, messages[1].Author.Id, messages[1].Status, messages[1].ParentId));
        Assert.Equal("test-model", asked.Model);

        _ = script.Say("Yes.").FinishAsync();
        Assert.Equal("Yes.", (await ana.EndOfAsync(session, sent.ReplyId)).Content);
    }

    [Fact]
    public async Task The_same_client_id_twenty_times_at_once_is_one_message_one_run_and_one_provider_call()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ana.SendAsync(session, question, "the-same")));
        await ana.EndOfAsync(session, answers[0].ReplyId);
        var again = await ana.SendAsync(session, question, "the-same");

        Assert.Single(answers.Append(again).Distinct());
        Assert.Equal(2, (await ana.ListAsync(session)).Items.Count);
        Assert.Equal(1L, await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.runs where session_id = $1", session));
        Assert.Single(host.Provider.Requests, r => r.LastUserMessage.Contains(question, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_people_may_use_the_same_client_id()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        Assert.NotEqual((await ana.SendAsync(session, "Mine", "1")).MessageId, (await ben.SendAsync(session, "Mine", "1")).MessageId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n\t ")]
    public async Task Nothing_is_not_a_message(string content)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        using var refused = await ana.PostAsync(session, new { content });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Type a message", await refused.SentenceAsync(), StringComparison.Ordinal);
        Assert.Empty((await ana.ListAsync(session)).Items);
    }

    [Fact]
    public async Task A_message_has_a_longest_length_and_the_refusal_names_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        using var refused = await ana.PostAsync(session, new { content = new string('x', (32 * 1024) + 1) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("32,768", await refused.SentenceAsync(), StringComparison.Ordinal);

        var longest = new string('x', 32 * 1024);
        var sent = await ana.SendAsync(session, longest);
        Assert.Equal(longest, (await ana.MessageAsync(session, sent.MessageId)).Content);
        await ana.StopAsync(sent.RunId);
    }

    [Theory]
    // As JSON escapes: neither PostgreSQL nor UTF-8 can hold them.
    [InlineData(@"nul \u0000 here", "nul \uFFFD here")]
    [InlineData(@"half \ud83d here", "half \uFFFD here")]
    [InlineData(@"other half \ude00 here", "other half \uFFFD here")]
    public async Task What_no_text_may_hold_is_replaced_or_refused_in_words(string escaped, string kept)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        using var body = new StringContent($$"""{"content":"{{escaped}}"}""", Encoding.UTF8, "application/json");
        using var answer = await ana.User.PostAsync($"/api/sessions/{session}/messages", body);

        if (answer.StatusCode == HttpStatusCode.Accepted)
            Assert.Equal(kept, (await ana.ListAsync(session)).Items[0].Content);
        else
        {
            Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Empty((await ana.ListAsync(session)).Items);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"content\": 5}")]
    [InlineData("{\"content\": \"x\", \"parentId\": \"no id\"}")]
    public async Task A_body_that_is_not_a_message_is_refused_as_a_problem(string text)
    {
        var ana = await ChatClient.SignInAsync(host);
        using var body = new StringContent(text, Encoding.UTF8, "application/json");
        using var answer = await ana.User.PostAsync($"/api/sessions/{await ana.StartAsync()}/messages", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task An_unknown_agent_is_refused_and_nothing_is_stored()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        using var refused = await ana.PostAsync(session, new { content = "Hello", agent = "nobody/none" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Choose another", await refused.SentenceAsync(), StringComparison.Ordinal);
        Assert.Empty((await ana.ListAsync(session)).Items);
    }

    [Fact]
    public async Task A_parent_of_another_session_is_refused()
    {
        var ana = await ChatClient.SignInAsync(host);
        var elsewhere = await ana.SendAsync(await ana.StartAsync(), "Elsewhere");
        using var refused = await ana.PostAsync(await ana.StartAsync(), new { content = "Hello", parentId = elsewhere.MessageId });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task Who_takes_no_part_finds_nothing_and_who_only_reads_is_told_so()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");

        using var foreign = await eve.PostAsync(session, new { content = "Let me in" });
        using var nowhere = await eve.PostAsync(Guid.NewGuid(), new { content = "Let me in" });
        using var reader = await ben.PostAsync(session, new { content = "May I?" });
        using var list = await eve.User.GetAsync($"/api/sessions/{session}/messages");

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(await foreign.SentenceAsync(), await nowhere.SentenceAsync());
        Assert.Equal(HttpStatusCode.NotFound, list.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
        Assert.Contains("Ask its owner", await reader.SentenceAsync(), StringComparison.Ordinal);
        Assert.Empty((await ben.ListAsync(session)).Items);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("tabs\tand  two  spaces  \nand a hard break")]
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467 \u0627\u0644\u0639 e\u0301 \u200B\u2028 \uD83D\uDE00")]
    [InlineData("<b>&amp;</b> \\ \" ' {{7*7}} ${x} %00 ]]> --")]
    [InlineData("    indented = code()\n    more = code()")]
    [InlineData("\u0001\u001b[31m\u007f\u0085")]
    public async Task Text_survives_exactly_for_everybody_and_for_the_provider(string text)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();

        var sent = await ana.SendAsync(session, text);
        await ana.EndOfAsync(session, sent.ReplyId);

        Assert.Equal(text, (await ana.MessageAsync(session, sent.MessageId)).Content);
        Assert.Contains(host.Provider.Requests, r => r.LastUserMessage == text);
    }

    [Fact]
    public async Task The_window_of_messages_can_be_walked_both_ways()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 25);
        var all = (await ana.ListAsync(session)).Items.Select(m => m.Id).ToList();

        var walked = new List<Guid>();
        var window = await ana.ListAsync(session, "limit=7");
        while (true)
        {
            walked.InsertRange(0, window.Items.Select(m => m.Id));
            if (window.Cursors.Before is not { } before) break;
            window = await ana.ListAsync(session, $"limit=7&before={before}");
        }
        var onwards = new List<Guid> { all[0] };
        for (Guid? after = all[0]; after is not null; after = window.Cursors.After)
        {
            window = await ana.ListAsync(session, $"limit=7&after={after}");
            onwards.AddRange(window.Items.Select(m => m.Id));
        }
        var around = await ana.ListAsync(session, $"limit=6&around={all[12]}");

        Assert.Equal(25, all.Count);
        Assert.Equal(all, walked);
        Assert.Equal(all, onwards);
        Assert.Equal(all[10..16], around.Items.Select(m => m.Id));
    }
}
