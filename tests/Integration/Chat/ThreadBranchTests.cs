using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Versions inside a thread: its own, and never the conversation's.</summary>
[Collection("chat")]
public sealed class ThreadBranchTests(TestHost host)
{
    [Fact]
    public async Task Regenerate_makes_a_version_of_the_thread_that_its_page_follows_and_the_conversation_does_not()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        await ana.HearAsync(session, "Second");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");
        var lost = await ana.HearInThreadAsync(session, root.Id, "Left behind");
        var (main, page) = (await ana.OpenAsync(session), await ana.OpenThreadAsync(session, root.Id));
        await using var mainEvents = await ana.FollowAsync(session, since: main.Since);
        await using var events = await ana.FollowThreadAsync(session, root.Id, page.Since);
        await mainEvents.NextAsync("cm-hello");
        await events.NextAsync("cm-hello");

        var again = await (await ana.RegenerateAsync(aside.Id)).ReadAsync<SentView>();
        await ana.EndInThreadAsync(session, root.Id, again.ReplyId);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));
        main.Apply(await mainEvents.ThroughAsync(i => i.Event == "cm-usage"));

        Assert.Equal([aside.ParentId!.Value, again.ReplyId], (await ana.ThreadAsync(session, root.Id)).Items.Select(m => m.Id));
        Assert.Equal((await ana.OpenThreadAsync(session, root.Id)).Thread(), page.Thread());
        Assert.Equal((await ana.OpenAsync(session)).Conversation, main.Conversation);
        Assert.Equal("2/2", page.Message(again.ReplyId).QuerySelector(".versions .num")?.TextContent);
        Assert.Equal($"/chat/{session}/thread/{root.Id}?branch={aside.Branch}#message-{aside.Id}", page.Message(again.ReplyId).QuerySelector(".versions a")!.GetAttribute("href"));
        Assert.StartsWith("2 replies", main.Replies(root.Id), StringComparison.Ordinal);
        Assert.DoesNotContain(mainEvents.Seen, i => i.Event is "cm-branch" or "cm-reload");
        Assert.Equal(0, (await ana.ListAsync(session)).Branch);

        // The version before is there to look at, and to go on in: then it is the current one again.
        var old = await ana.OpenThreadAsync(session, root.Id, $"?branch={aside.Branch}");
        Assert.True(old.Has(lost.Id) && !old.Has(again.ReplyId));
        using var sent = await ana.SubmitAsync($"/chat/{session}/thread/{root.Id}", panel: false, ("content", "Back here"), ("branch", $"{aside.Branch}"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Contains("\"reload\":true", (await events.ThroughAsync(i => i.Event == "cm-branch"))[^1].Data, StringComparison.Ordinal);
        var now = (await ana.ThreadAsync(session, root.Id)).Items;
        Assert.Equal(("Back here", lost.Id), (now[^2].Content, now[^2].ParentId));
        Assert.Equal((0, 6), ((await ana.ListAsync(session)).Branch, (await ana.MessageAsync(session, root.Id)).Thread!.Count));
        await ana.EndInThreadAsync(session, root.Id, now[^1].Id);
    }

    [Fact]
    public async Task Asking_the_first_reply_in_other_words_begins_the_thread_anew_under_the_same_message()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        var second = await ana.HearAsync(session, "Second");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");
        var page = await ana.OpenThreadAsync(session, root.Id);
        await using var events = await ana.FollowThreadAsync(session, root.Id, page.Since);
        await events.NextAsync("cm-hello");
        var words = ChatClient.Question();
        var script = host.Provider.Next(words);

        var sent = await (await ana.EditAsync(aside.ParentId!.Value, words, runAgain: true)).ReadAsync<SentView>();
        var asked = await script.Asked.SoonAsync();
        _ = script.Say("Anew").FinishAsync();
        await ana.EndInThreadAsync(session, root.Id, sent.ReplyId);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));

        Assert.Contains(asked.Messages, m => m.Text.Contains("First", StringComparison.Ordinal));
        Assert.DoesNotContain(asked.Messages, m => m.Text.Contains("Aside", StringComparison.Ordinal));
        Assert.Equal([sent.MessageId, sent.ReplyId], (await ana.ThreadAsync(session, root.Id)).Items.Select(m => m.Id));
        Assert.Equal((await ana.OpenThreadAsync(session, root.Id)).Thread(), page.Thread());
        Assert.Equal("2/2", page.Message(sent.MessageId).QuerySelector(".versions .num")?.TextContent);
        // What follows the message in the conversation is no version of what begins its thread.
        Assert.Null((await ana.QuestionOfAsync(session, second)).Siblings);
        Assert.Equal(0, (await ana.ListAsync(session)).Branch);
    }

    [Fact]
    public async Task Who_was_away_while_the_threads_version_changed_is_told_to_load_again_and_who_reads_the_conversation_is_not()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");
        var (main, page) = (await ana.OpenAsync(session), await ana.OpenThreadAsync(session, root.Id));
        var again = await (await ana.RegenerateAsync(aside.Id)).ReadAsync<SentView>();
        await ana.EndInThreadAsync(session, root.Id, again.ReplyId);

        await using var events = await ana.FollowThreadAsync(session, root.Id, page.Since, page.Lost);
        await events.NextAsync("cm-reload");
        await using var mainEvents = await ana.FollowAsync(session, main.Lost);
        main.Apply(await mainEvents.ThroughAsync(i => i.IsHtml && i.Data.Contains("2 replies", StringComparison.Ordinal)));
        Assert.DoesNotContain(mainEvents.Seen, i => i.Event == "cm-reload");
        Assert.Equal((await ana.OpenAsync(session)).Conversation, main.Conversation);
    }

    [Fact]
    public async Task A_new_version_of_the_conversation_leaves_threads_where_they_are()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");

        var again = await (await ana.RegenerateAsync(root.Id)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, again.ReplyId);

        Assert.Equal([root.ParentId!.Value, again.ReplyId], (await ana.ListAsync(session)).Items.Select(m => m.Id));
        Assert.Null((await ana.MessageAsync(session, again.ReplyId)).Thread);
        Assert.Equal(aside.Id, (await ana.ThreadAsync(session, root.Id)).Items[^1].Id);
        var more = await ana.HearInThreadAsync(session, root.Id, "More");
        Assert.Equal(aside.Id, (await ana.ThreadAsync(session, root.Id)).Items.Single(m => m.Id == more.ParentId).ParentId);
        Assert.Equal(again.ReplyId, (await ana.ListAsync(session)).Items[^1].Id);
    }
}
