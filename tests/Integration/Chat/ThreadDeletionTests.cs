using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What becomes of threads when something of them, or what they hang on, is deleted.</summary>
[Collection("chat")]
public sealed class ThreadDeletionTests(TestHost host)
{
    [Fact]
    public async Task Deleting_in_a_thread_counts_down_for_all_and_undo_up_again()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        await ana.HearAsync(session, "Second");
        await ana.HearInThreadAsync(session, root.Id, "Aside");
        var last = await ana.HearInThreadAsync(session, root.Id, "Aside again");
        var (main, page) = (await ana.OpenAsync(session), await ana.OpenThreadAsync(session, root.Id));
        await using var mainEvents = await ana.FollowAsync(session, since: main.Since);
        await using var events = await ana.FollowThreadAsync(session, root.Id, page.Since);
        await mainEvents.NextAsync("cm-hello");
        await events.NextAsync("cm-hello");

        var gone = await ana.GoneAsync(last.ParentId!.Value, "below");
        await BothAsync("2 replies");
        Assert.Empty((await ana.OpenAsync(session)).Document.QuerySelectorAll("#undo form"));
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        await BothAsync("4 replies");
        Assert.Equal(0, (await ana.ListAsync(session)).Branch);
        Assert.Equal("Second", (await ana.ListAsync(session)).Items[^1].Content);

        async Task BothAsync(string replies)
        {
            main.Apply(await mainEvents.ThroughAsync(i => i.Data.Contains(replies, StringComparison.Ordinal)));
            page.Apply(await events.ThroughAsync(i => i.Data.Contains(replies, StringComparison.Ordinal)));
            Assert.Equal((await ana.OpenAsync(session)).Conversation, main.Conversation);
            Assert.Equal((await ana.OpenThreadAsync(session, root.Id)).Thread(), page.Thread());
        }
    }

    [Fact]
    public async Task Deleting_the_version_of_a_thread_in_use_leads_its_readers_to_another_one_and_undo_back()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");
        var again = await (await ana.RegenerateAsync(aside.Id)).ReadAsync<SentView>();
        await ana.EndInThreadAsync(session, root.Id, again.ReplyId);

        var gone = await ana.GoneAsync(again.ReplyId, "version");
        Assert.Equal(aside.Id, (await ana.ThreadAsync(session, root.Id)).Items[^1].Id);
        Assert.NotNull((await ana.OpenThreadAsync(session, root.Id)).Document.QuerySelector($"#undo form[action='/deletions/{gone.DeletionId}/undo']"));
        Assert.Null((await ana.OpenAsync(session)).Document.QuerySelector("#undo form"));
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        Assert.Equal(again.ReplyId, (await ana.ThreadAsync(session, root.Id)).Items[^1].Id);
        Assert.Equal((0, root.Id), ((await ana.ListAsync(session)).Branch, (await ana.ListAsync(session)).Items[^1].Id));
    }

    [Fact]
    public async Task With_this_and_everything_below_the_thread_goes_too_and_comes_back_with_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        var root = await ana.HearAsync(session, "Second");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");
        var before = (await ana.OpenAsync(session)).Conversation;

        var gone = await ana.GoneAsync(root.ParentId!.Value, "below");
        Assert.Null((await ana.MessageAsync(session, root.Id)).Thread);
        Assert.Equal("", (await ana.RawAsync(session, aside.Id)).GetProperty("content").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await ana.PostAsync(session, new { content = "Still here?", threadId = root.Id })).StatusCode);

        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        Assert.Equal(before, (await ana.OpenAsync(session)).Conversation);
        Assert.Equal(0, (await ana.ListAsync(session)).Branch);
        Assert.Equal(root.Id, (await ana.QuestionOfAsync(session, await ana.HearAsync(session, "Third"))).ParentId);
        Assert.NotEqual(first.Id, root.Id);
    }

    [Fact]
    public async Task Its_message_alone_leaves_a_place_that_leads_to_it_also_when_the_text_is_wiped()
    {
        await using var own = await TestHost.StartNewAsync(c => c["Chat:UndoSeconds"] = "0");
        var ana = await ChatClient.SignInAsync(own);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "Wiped words");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");
        var (main, page) = (await ana.OpenAsync(session), await ana.OpenThreadAsync(session, root.Id));
        await using var mainEvents = await ana.FollowAsync(session, since: main.Since);
        await using var events = await ana.FollowThreadAsync(session, root.Id, page.Since);
        await mainEvents.NextAsync("cm-hello");
        await events.NextAsync("cm-hello");

        await ana.GoneAsync(root.Id);
        await WipedAsync(root.Id);
        // After everything about the deletion, both streams tell of this.
        var more = await ana.HearInThreadAsync(session, root.Id, "More");
        main.Apply(await mainEvents.ThroughAsync(i => i.Data.Contains("4 replies", StringComparison.Ordinal)));
        page.Apply(await events.ThroughAsync(i => i.IsHtml && i.Data.Contains($"message-{more.Id}", StringComparison.Ordinal) && i.Data.Contains("tokens", StringComparison.Ordinal)));

        Assert.StartsWith("4 replies", main.Replies(root.Id), StringComparison.Ordinal);
        Assert.DoesNotContain("Wiped", main.Transcript.TextContent, StringComparison.Ordinal);
        Assert.Equal((await ana.OpenAsync(session)).Conversation, main.Conversation);
        Assert.Equal((await ana.OpenThreadAsync(session, root.Id)).Thread(), page.Thread());
        Assert.Null(page.Message(root.Id).QuerySelector("form"));

        // When the thread goes as well, nothing is left of either.
        await ana.GoneAsync(aside.ParentId!.Value, "below");
        main.Apply(await mainEvents.ThroughAsync(i => i.Data.Contains("delete\"", StringComparison.Ordinal) && i.Data.Contains($"message-{root.Id}", StringComparison.Ordinal)));
        Assert.False(main.Has(root.Id));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, main.Conversation);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.NavigateAsync($"/chat/{session}/thread/{root.Id}")).StatusCode);

        async Task WipedAsync(Guid id) =>
            await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(own.ConnectionString, "select count(*) from chat.messages where id = $1 and purged_at is not null", id), n => n == 1);
    }

    [Fact]
    public async Task With_the_session_nothing_of_it_is_left()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        await ana.HearInThreadAsync(session, root.Id, "Aside");
        (await ana.DeleteAsync(session)).EnsureSuccessStatusCode();
        await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(host.ConnectionString,
            "select (select count(*) from chat.messages where session_id = $1) + (select count(*) from chat.branches where session_id = $1)", session), n => n == 0);
    }
}
