using System.Net;
using ChatMonolith.Tests.Integration.Sessions;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Threads among people: comments, several agents, who answers, what is unread.</summary>
[Collection("chat")]
public sealed class ThreadPeopleTests(TestHost host)
{
    [Fact]
    public async Task A_comment_begins_a_thread_and_no_agent_reads_it_there_or_in_a_summary()
    {
        var (ana, ben, session, root) = await PairAsync("commenter");
        using var denied = await ben.PostAsync(session, new { content = "Not a comment", threadId = root.Id });
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        Assert.NotNull((await ben.OpenThreadAsync(session, root.Id)).Document.QuerySelector("#composer input[name=comment][value=true]"));
        using var posted = await ben.SubmitAsync($"/chat/{session}/thread/{root.Id}", panel: false, ("content", "Between us"), ("comment", "true"));
        Assert.Equal($"/chat/{session}/thread/{root.Id}?live=1#latest", posted.Headers.Location?.OriginalString);
        var comment = Assert.Single((await ana.ThreadAsync(session, root.Id)).Items);
        Assert.Equal((true, root.Id, null), (comment.Comment, comment.ThreadId!.Value, comment.ParentId));
        Assert.StartsWith("1 reply", (await ana.OpenAsync(session)).Replies(root.Id), StringComparison.Ordinal);

        var question = ChatClient.Question();
        var script = host.Provider.Next(question);
        var sent = await ana.ReplyAsync(session, root.Id, question);
        Assert.DoesNotContain((await script.Asked.SoonAsync()).Messages, m => m.Text.Contains("Between us", StringComparison.Ordinal));
        _ = script.Say("Said aside").FinishAsync();
        var answer = await ana.EndInThreadAsync(session, root.Id, sent.ReplyId);
        Assert.Equal(root.Id, (await ana.ThreadAsync(session, root.Id)).Items.Single(m => m.Id == sent.MessageId).ParentId);

        var summary = host.Provider.Next("Summary of the");
        using var asked = await ana.User.PostAsync($"/api/messages/{root.Id}/thread/summary", null);
        var text = string.Join('\n', (await summary.Asked.SoonAsync()).Messages.Select(m => m.Text));
        Assert.Contains("Said aside", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Between us", text, StringComparison.Ordinal);
        _ = summary.FinishAsync();
        await ana.EndOfAsync(session, (await asked.ReadAsync<SentView>()).ReplyId);

        // In an older version of the thread it stays there, and leads nobody away.
        using var again = await ana.RegenerateAsync(answer.Id);
        await ana.EndInThreadAsync(session, root.Id, (await again.ReadAsync<SentView>()).ReplyId);
        using var old = await ben.SubmitAsync($"/chat/{session}/thread/{root.Id}", panel: false, ("content", "To the old one"), ("comment", "true"), ("branch", $"{answer.Branch}"));
        Assert.Equal(HttpStatusCode.Redirect, old.StatusCode);
        Assert.DoesNotContain((await ana.ThreadAsync(session, root.Id)).Items, m => m.Content == "To the old one");
        Assert.Equal("To the old one", (await ana.ThreadAsync(session, root.Id, $"branch={answer.Branch}")).Items[^1].Content);
        Assert.Equal((await ana.ThreadAsync(session, root.Id)).Items.Count, (await ana.MessageAsync(session, root.Id)).Thread!.Count);
    }

    [Fact]
    public async Task A_thread_under_a_comment_is_read_without_the_comment()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "Common ground");
        var comment = await ana.CommentAsync(session, "Between us");
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);
        var sent = await ana.ReplyAsync(session, comment.MessageId, question);
        var read = string.Join('\n', (await script.Asked.SoonAsync()).Messages.Select(m => m.Text));
        Assert.Contains("Common ground", read, StringComparison.Ordinal);
        Assert.DoesNotContain("Between us", read, StringComparison.Ordinal);
        _ = script.Say("Said aside").FinishAsync();
        await ana.EndInThreadAsync(session, comment.MessageId, sent.ReplyId);

        var summary = host.Provider.Next("Summary of the");
        using var asked = await ana.User.PostAsync($"/api/messages/{comment.MessageId}/thread/summary", null);
        Assert.DoesNotContain((await summary.Asked.SoonAsync()).Messages, m => m.Text.Contains("Between us", StringComparison.Ordinal));
        _ = summary.FinishAsync();
        await ana.EndOfAsync(session, (await asked.ReadAsync<SentView>()).ReplyId);
    }

    [Fact]
    public async Task Several_agents_answer_in_the_thread_and_a_repeat_gives_the_first_result()
    {
        var (ana, ben, session, root) = await PairAsync(answers: "auto");
        var page = await ben.OpenThreadAsync(session, root.Id);
        await using var events = await ben.FollowThreadAsync(session, root.Id, page.Since);
        var body = new { content = "@Guide and @test-model: what is this?", threadId = root.Id, clientMessageId = "aside" };
        var said = await (await ana.PostAsync(session, body)).ReadAsync<SaidView>();
        Assert.Equal(2, said.Replies.Count);
        foreach (var reply in said.Replies) await ana.EndInThreadAsync(session, root.Id, reply.ReplyId);
        var repeated = await (await ana.PostAsync(session, body)).ReadAsync<SaidView>();
        Assert.Equal((said.MessageId, 2), (repeated.MessageId, repeated.Replies.Intersect(said.Replies).Count()));

        var thread = (await ana.ThreadAsync(session, root.Id)).Items;
        Assert.Equal(3, thread.Count);
        Assert.All(thread, m => Assert.Equal(root.Id, m.ThreadId));
        Assert.All(thread.Skip(1), m => Assert.Equal(said.MessageId, m.ParentId));
        Assert.Equal(3, (await ana.MessageAsync(session, root.Id)).Thread!.Count);
        Assert.Equal(2, (await ana.ListAsync(session)).Items.Count);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("\"done\"", StringComparison.Ordinal)));
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("\"done\"", StringComparison.Ordinal)));
        Assert.Equal((await ben.OpenThreadAsync(session, root.Id)).Thread(), page.Thread());

        // Whom nobody asks is answered by nobody, as in the conversation.
        var quiet = await (await ben.PostAsync(session, new { content = "Thank you", threadId = root.Id })).ReadAsync<SaidView>();
        Assert.Empty(quiet.Replies);
        using var continued = await ana.SubmitAsync($"/messages/{thread[1].Id}/regenerate", panel: false);
        Assert.Equal($"/chat/{session}/thread/{root.Id}?live=1#latest", continued.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task What_is_said_in_a_thread_is_unread_for_who_takes_part_in_it()
    {
        var (ana, ben, session, root) = await PairAsync();
        var cem = await ChatClient.SignInAsync(host, "Cem");
        await ana.ShareAsync(session, cem, answers: "off");
        foreach (var person in new[] { ana, ben, cem }) await person.OpenAsync(session);
        await SayAsync(ana, $"Ben, @{ben.User.Name}, have a look");
        Assert.Equal(((0, 0), (1, 1), (0, 0)), (await NewsAsync(ana), await NewsAsync(ben), await NewsAsync(cem)));

        await ben.OpenAsync(session);
        Assert.Equal((1, 1), await NewsAsync(ben));
        await ben.OpenThreadAsync(session, root.Id);
        Assert.Equal((0, 0), await NewsAsync(ben));
        await SayAsync(ben, "I see");
        await SayAsync(ana, "Good");
        Assert.Equal(((1, 0), (1, 0), (0, 0)), (await NewsAsync(ana), await NewsAsync(ben), await NewsAsync(cem)));

        async Task SayAsync(ChatClient person, string content) => (await person.PostAsync(session, new { content, threadId = root.Id })).EnsureSuccessStatusCode();
        async Task<(int, int)> NewsAsync(ChatClient person) => await person.ListedAsync(session) is var s ? (s.Unread, s.Mentions) : default;
    }

    [Fact]
    public async Task Reading_in_a_thread_is_not_reading_the_conversation()
    {
        var (ana, ben, session, root) = await PairAsync(answers: "off");
        await ben.OpenAsync(session);
        await ana.SayAsync(session, "In the conversation");
        (await ana.PostAsync(session, new { content = "Aside", threadId = root.Id })).EnsureSuccessStatusCode();
        (await ben.PostAsync(session, new { content = "Aside too", threadId = root.Id })).EnsureSuccessStatusCode();
        await ben.OpenThreadAsync(session, root.Id);
        Assert.Equal(2, (await ben.ListedAsync(session)).Unread);
        // Nobody is said to have seen what they have not.
        Assert.Null((await ana.OpenThreadAsync(session, root.Id)).Document.QuerySelector(".seen"));
        await ben.OpenAsync(session);
        await ben.OpenThreadAsync(session, root.Id);
        Assert.Equal(0, (await ben.ListedAsync(session)).Unread);
    }

    [Fact]
    public async Task Reading_in_one_thread_is_not_reading_another()
    {
        var (ana, ben, session, root) = await PairAsync(answers: "off");
        Guid[] threads = [root.ParentId!.Value, root.Id];
        await ben.OpenAsync(session);
        foreach (var person in new[] { ben, ana })
            foreach (var thread in threads) (await person.PostAsync(session, new { content = "Aside", threadId = thread })).EnsureSuccessStatusCode();
        var cem = await ChatClient.SignInAsync(host, "Cem");
        await ana.ShareAsync(session, cem, answers: "off");
        Assert.Equal(2, (await ben.ListedAsync(session)).Unread);
        await ben.OpenThreadAsync(session, threads[1]);
        Assert.NotEqual(0, (await ben.ListedAsync(session)).Unread);
        await ben.OpenThreadAsync(session, threads[0]);
        await ben.OpenThreadAsync(session, threads[1]);
        Assert.Equal(0, (await ben.ListedAsync(session)).Unread);

        // Threads that somebody takes no part in do not hold them up.
        await cem.OpenAsync(session);
        (await cem.PostAsync(session, new { content = "Me too", threadId = threads[1] })).EnsureSuccessStatusCode();
        foreach (var thread in threads) (await ana.PostAsync(session, new { content = "More", threadId = thread })).EnsureSuccessStatusCode();
        Assert.Equal(3, (await cem.ListedAsync(session)).Unread);
        await cem.OpenThreadAsync(session, threads[1]);
        Assert.Equal(0, (await cem.ListedAsync(session)).Unread);
    }

    [Fact]
    public async Task A_mention_in_a_thread_is_new_until_the_thread_is_opened_and_leads_there()
    {
        var (ana, ben, session, root) = await PairAsync(answers: "off");
        (await ana.PostAsync(session, new { content = $"Aside, @{ben.User.Name}", threadId = root.Id })).EnsureSuccessStatusCode();
        await ben.OpenAsync(session);
        using (var mentions = await ben.NavigateAsync("/mentions"))
        {
            var link = (await mentions.SeeAsync()).QuerySelector("main .item-text")!;
            Assert.NotNull(link.QuerySelector(".badge"));
            using var led = await ben.NavigateAsync(link.QuerySelector("a")!.GetAttribute("href")!.Split('#')[0]);
            Assert.StartsWith($"/chat/{session}/thread/{root.Id}?around=", led.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
        await ben.OpenThreadAsync(session, root.Id);
        using var later = await ben.NavigateAsync("/mentions");
        Assert.Null((await later.SeeAsync()).QuerySelector("main .item-text .badge"));
    }

    /// <summary>Two people and an answer that a thread can hang on; by its question Ana takes part in nothing yet.</summary>
    async Task<(ChatClient Ana, ChatClient Ben, Guid Session, MessageJson Root)> PairAsync(string role = "editor", string answers = "always")
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        await ana.ShareAsync(session, ben, role, answers);
        return (ana, ben, session, root);
    }
}
