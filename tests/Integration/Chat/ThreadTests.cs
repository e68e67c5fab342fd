using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Side threads: what is said in them, what agents read there, and that the conversation goes on undisturbed.</summary>
[Collection("chat")]
public sealed class ThreadTests(TestHost host)
{
    [Fact]
    public async Task Agents_read_the_conversation_up_to_the_message_and_the_thread_and_nothing_that_came_after()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "Common ground");
        await ana.HearAsync(session, "Came later");
        await ana.HearInThreadAsync(session, root.Id, "Said aside");
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);

        var sent = await ana.ReplyAsync(session, root.Id, question);
        var asked = await script.Asked.SoonAsync();
        _ = script.Say("ok").FinishAsync();
        await ana.EndInThreadAsync(session, root.Id, sent.ReplyId);

        var read = string.Join('\n', asked.Messages.Select(m => m.Text));
        Assert.Contains("Common ground", read, StringComparison.Ordinal);
        Assert.Contains("Said aside", read, StringComparison.Ordinal);
        Assert.DoesNotContain("Came later", read, StringComparison.Ordinal);
        Assert.Contains(question, asked.LastUserMessage, StringComparison.Ordinal);

        // And the other way round: what is said aside is not read in the conversation.
        var onwards = ChatClient.Question();
        var next = host.Provider.Next(onwards);
        var main = await ana.SendAsync(session, onwards);
        Assert.DoesNotContain((await next.Asked.SoonAsync()).Messages, m => m.Text.Contains("Said aside", StringComparison.Ordinal));
        _ = next.Say("ok").FinishAsync();
        await ana.EndOfAsync(session, main.ReplyId);
    }

    [Fact]
    public async Task The_conversation_goes_on_as_if_there_were_no_thread()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First", new(1_000_000, 0));
        var second = await ana.HearAsync(session, "Second");
        var before = await ana.ListAsync(session);

        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside", new(1_000_000, 0));
        var after = await ana.ListAsync(session);

        Assert.Equal(before.Items.Select(m => (m.Id, m.Content, m.Siblings)), after.Items.Select(m => (m.Id, m.Content, m.Siblings)));
        Assert.Equal((0, 2), (after.Branch, after.Items.Single(m => m.Id == root.Id).Thread!.Count));
        Assert.Equal([root.Id], after.Items.Where(m => m.Thread is not null).Select(m => m.Id));
        Assert.Equal([root.Id, root.Id], (await ana.ThreadAsync(session, root.Id)).Items.Select(m => m.ThreadId));
        foreach (var query in new[] { "limit=3", $"limit=10&after={root.Id}", $"limit=10&around={second.Id}", $"limit=10&before={second.Id}" })
            Assert.DoesNotContain((await ana.ListAsync(session, query)).Items, m => m.ThreadId is not null);
        Assert.Equal(second.Id, (await ana.QuestionOfAsync(session, await ana.HearAsync(session, "Third"))).ParentId);
        var page = await ana.OpenAsync(session);
        Assert.False(page.Has(aside.Id));
        // What the thread cost is part of the session's cost: two answers of $1.50 each.
        Assert.StartsWith("$3.0", page.Document.QuerySelector("#session-cost")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Under_the_message_everybody_sees_how_many_replies_there_are(bool wasAway)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var root = await ana.HearAsync(session, "First");
        await ana.HearAsync(session, "Second");
        var page = await ben.OpenAsync(session);
        Assert.Null(page.Replies(root.Id));

        if (wasAway) await TalkAsync();
        await using var events = await ben.FollowAsync(session, wasAway ? page.Lost : null, page.Since);
        await events.NextAsync("cm-hello");
        if (!wasAway) await TalkAsync();
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("4 replies", StringComparison.Ordinal)));

        Assert.StartsWith("4 replies, last ", page.Replies(root.Id), StringComparison.Ordinal);
        Assert.Equal((await ben.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal($"/chat/{session}/thread/{root.Id}", page.Document.QuerySelector($"#message-{root.Id}-thread a")!.GetAttribute("href"));
        // What the stream says of the thread's answers is not for who reads the conversation.
        Assert.DoesNotContain(events.Seen, i => i.Event == "cm-run" || i.Data.Contains("Aside", StringComparison.Ordinal));

        async Task TalkAsync()
        {
            await ana.HearInThreadAsync(session, root.Id, "Aside");
            await ana.HearInThreadAsync(session, root.Id, "Aside again");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_thread_has_a_page_that_follows_it_from_before_its_first_message(bool wasAway)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("Tides");
        var root = await ana.HearAsync(session, "First");
        var page = await ana.OpenThreadAsync(session, root.Id);
        Assert.Contains("First", page.Message(root.Id).TextContent, StringComparison.Ordinal);
        Assert.Equal("", page.Transcript.TextContent.Trim());
        Assert.Equal($"/chat/{session}?around={root.Id}#message-{root.Id}", page.Document.QuerySelector(".thread-title a")!.GetAttribute("href"));

        var stream = page.Document.QuerySelector("#stream")!.GetAttribute("hx-sse:connect")!;
        if (wasAway) await TalkAsync();
        await using var events = await SseClient.OpenAsync(ana.User, stream, wasAway ? page.Lost : null);
        await events.NextAsync("cm-hello");
        if (!wasAway) await TalkAsync();
        page.Apply(await events.ThroughAsync(i => i.IsHtml && i.Data.Contains("Aside again", StringComparison.Ordinal) && i.Data.Contains("tokens", StringComparison.Ordinal)));

        Assert.Equal((await ana.OpenThreadAsync(session, root.Id)).Thread(), page.Thread());
        Assert.Equal(4, page.Transcript.Children.Length);
        Assert.DoesNotContain("Meanwhile", page.Document.Body!.TextContent, StringComparison.Ordinal);

        async Task TalkAsync()
        {
            await ana.HearInThreadAsync(session, root.Id, "Aside");
            await ana.HearAsync(session, "Meanwhile in the conversation");
            await ana.HearInThreadAsync(session, root.Id, "Aside again");
        }
    }

    [Fact]
    public async Task It_may_hang_on_an_answer_that_still_grows_which_goes_on_growing_everywhere()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("One, ");
        var (main, aside) = (await ana.OpenAsync(session), await ana.OpenThreadAsync(session, sent.ReplyId));
        await using var events = await ana.FollowAsync(session, since: main.Since);
        await using var eventsAside = await ana.FollowThreadAsync(session, sent.ReplyId, aside.Since);
        await events.NextAsync("cm-hello");
        await eventsAside.NextAsync("cm-hello");

        await ana.HearInThreadAsync(session, sent.ReplyId, "Why one?");
        await script.SendAsync("two.");
        // Comes back in the middle: the copy in memory knows of the thread too.
        var again = await ana.OpenAsync(session);
        await using (var back = await ana.FollowAsync(session, again.Lost))
            again.Apply(await back.ThroughAsync(i => i.IsContent && i.Data.Contains("two.", StringComparison.Ordinal)));
        Assert.StartsWith("2 replies", again.Replies(sent.ReplyId), StringComparison.Ordinal);
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
        main.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));
        aside.Apply(await eventsAside.ThroughAsync(i => i.IsHtml && i.Data.Contains($"message-{sent.ReplyId}", StringComparison.Ordinal) && i.Data.Contains("tokens", StringComparison.Ordinal)));

        Assert.Equal((await ana.OpenAsync(session)).Conversation, main.Conversation);
        Assert.Equal((await ana.OpenThreadAsync(session, sent.ReplyId)).Thread(), aside.Thread());
    }

    [Fact]
    public async Task Two_who_begin_it_at_once_are_in_one_thread()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var root = await ana.HearAsync(session, "First");

        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? ana : ben).ReplyAsync(session, root.Id, ChatClient.Question())));
        foreach (var one in sent) await ana.EndInThreadAsync(session, root.Id, one.ReplyId);

        var thread = await ana.ThreadAsync(session, root.Id);
        Assert.Equal(12, thread.Items.Count);
        Assert.Single(thread.Items.Select(m => m.Branch).Distinct());
        Assert.Equal(12, (await ana.MessageAsync(session, root.Id)).Thread!.Count);
        Assert.All(thread.Items, m => Assert.Null(m.Siblings));
    }

    [Fact]
    public async Task Stop_ends_the_answers_of_the_page_it_is_pressed_on()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        var (main, mainScript) = await ana.AskAsync(session);
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);
        var aside = await ana.ReplyAsync(session, root.Id, question);
        await script.SendAsync("Aside, ");
        await mainScript.SendAsync("Main, ");

        using (await ana.User.PostAsync($"/chat/{session}/stop?thread={root.Id}", null)) { }
        Assert.Equal("stopped", (await ana.EndInThreadAsync(session, root.Id, aside.ReplyId)).Status);
        await mainScript.SendAsync("and on.");
        _ = mainScript.FinishAsync();
        Assert.Equal(("done", "Main, and on."), await EndAsync(main.ReplyId));

        // The rest is as in the conversation.
        _ = host.Provider.Next().Say("and more").FinishAsync();
        (await ana.ContinueAsync(aside.ReplyId)).EnsureSuccessStatusCode();
        Assert.Equal("Aside, and more", (await ana.EndInThreadAsync(session, root.Id, aside.ReplyId)).Content);

        async Task<(string, string)> EndAsync(Guid reply)
        {
            var end = await ana.EndOfAsync(session, reply);
            return (end.Status, end.Content);
        }
    }

    [Fact]
    public async Task Who_answers_in_a_thread_does_not_become_the_sessions_agent()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        using var answer = await ana.PostAsync(session, new { content = "How do I start?", threadId = root.Id, agent = "guide" });
        var sent = await answer.ReadAsync<SentView>();
        Assert.Equal("guide", (await ana.EndInThreadAsync(session, root.Id, sent.ReplyId)).Author.Id);
        using var now = await ana.User.GetAsync($"/api/sessions/{session}");
        Assert.Equal(ChatClient.Agent, (await now.ReadAsync<JsonElement>()).GetProperty("agent").GetString());
    }
}
