using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Deleting several messages at once: what goes, what is shown instead, and where the session goes on.</summary>
[Collection("chat")]
public sealed class DeleteScopeTests(TestHost host)
{
    [Fact]
    public async Task Everything_below_goes_with_one_place_for_all_and_the_session_goes_on_above_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        var second = await ana.HearAsync(session, "Second");
        var third = await ana.HearAsync(session, "Third");
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await events.NextAsync("cm-hello");

        await ana.GoneAsync(second.ParentId!.Value, "below");
        page.Apply(await events.ThroughAsync(i => i.Data.Contains($"message-{third.Id}", StringComparison.Ordinal)));

        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.StartsWith("4 messages deleted", page.Message(second.ParentId.Value).TextContent.Trim(), StringComparison.Ordinal);
        Assert.All([second.Id, third.ParentId!.Value, third.Id], id => Assert.True(page.Message(id).HasAttribute("hidden")));
        var next = await ana.HearAsync(session, "Instead");
        Assert.Equal(first.Id, (await ana.QuestionOfAsync(session, next)).ParentId);
    }

    [Fact]
    public async Task Undo_brings_all_of_it_back_and_the_session_goes_on_at_its_end()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        var second = await ana.HearAsync(session, "Second");
        var before = (await ana.OpenAsync(session)).Conversation;

        var gone = await ana.GoneAsync(first.ParentId!.Value, "below");
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();

        Assert.Equal(before, (await ana.OpenAsync(session)).Conversation);
        var next = await ana.HearAsync(session, "Third");
        Assert.Equal(second.Id, (await ana.QuestionOfAsync(session, next)).ParentId);
    }

    [Fact]
    public async Task Of_one_message_at_the_end_the_next_follows_the_one_before_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var answer = await ana.HearAsync(session, "First");
        await ana.GoneAsync(answer.Id);

        var next = await ana.QuestionOfAsync(session, await ana.HearAsync(session, "Second"));
        Assert.Equal(answer.ParentId, next.ParentId);
        using var inBranch = new FormUrlEncodedContent([new("content", "From the page"), new("branch", "0")]);
        await ana.GoneAsync(next.Id, "below");
        Assert.Equal(HttpStatusCode.Redirect, (await ana.User.PostAsync($"/chat/{session}", inBranch)).StatusCode);
        var items = (await ana.ListAsync(session)).Items;
        Assert.Equal(answer.ParentId, items.Single(m => m.Content == "From the page").ParentId);
        await ana.EndOfAsync(session, items[^1].Id);
    }

    [Fact]
    public async Task Deleting_the_version_in_use_leads_everybody_to_another_one_and_undo_back()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var old = await ana.HearAsync(session, "The old answer");
        var sent = await (await ana.EditAsync(old.ParentId!.Value, ChatClient.Question(), runAgain: true)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, sent.ReplyId);
        // A version inside the version.
        var inner = await (await ana.RegenerateAsync(sent.ReplyId)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, inner.ReplyId);
        var page = await ben.OpenAsync(session);
        await using var events = await ben.FollowAsync(session, since: page.Since);
        await events.NextAsync("cm-hello");

        var gone = await ana.GoneAsync(sent.MessageId, "version");

        Assert.Contains("\"reload\":true", (await events.ThroughAsync(i => i.Event == "cm-branch"))[^1].Data, StringComparison.Ordinal);
        var now = await ben.ListAsync(session);
        Assert.Equal((0, "The old answer"), (now.Branch, now.Items[^1].Content));
        Assert.Null(now.Items[0].Siblings);
        foreach (var id in new[] { sent.ReplyId, inner.ReplyId }) Assert.Equal("", (await ana.RawAsync(session, id)).GetProperty("content").GetString());
        Assert.NotNull((await ana.OpenAsync(session)).Document.QuerySelector($"#undo form[action='/deletions/{gone.DeletionId}/undo']"));
        Assert.Null((await ben.OpenAsync(session)).Document.QuerySelector("#undo form"));
        await using var late = await ben.FollowAsync(session, since: page.Since);
        await late.NextAsync("cm-reload");

        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        Assert.Equal((2, inner.ReplyId), ((await ben.ListAsync(session)).Branch, (await ben.ListAsync(session)).Items[^1].Id));
        Assert.Contains("\"reload\":true", (await events.ThroughAsync(i => i.Event == "cm-branch"))[^1].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_version_that_nobody_follows_leaves_everybody_where_they_are()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var old = await ana.HearAsync(session, "The old answer");
        var again = await (await ana.RegenerateAsync(old.Id)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, again.ReplyId);
        using var page = await ana.NavigateAsync($"/messages/{old.Id}/delete");
        Assert.Contains("This version (1 of 2) with everything in it", (await page.SeeAsync()).Body!.TextContent, StringComparison.Ordinal);

        var gone = await ana.GoneAsync(old.Id, "version");
        Assert.Equal((1, again.ReplyId), ((await ana.ListAsync(session)).Branch, (await ana.ListAsync(session)).Items[^1].Id));
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        Assert.Equal((1, again.ReplyId), ((await ana.ListAsync(session)).Branch, (await ana.ListAsync(session)).Items[^1].Id));
    }

    [Fact]
    public async Task Hundreds_together_make_pages_load_again_and_thousands_are_refused()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 1200);
        var all = await ana.ListAsync(session);
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await events.NextAsync("cm-hello");

        var first = await TestDatabase.ScalarAsync<Guid>(host.ConnectionString, "select id from chat.messages where session_id = $1 and ordinal = 1", session);
        Assert.Equal(HttpStatusCode.Conflict, (await ana.EraseAsync(first, "below")).StatusCode);
        var gone = await ana.GoneAsync(all.Items[0].Id, "below");
        await events.NextAsync("cm-reload");

        // One place stands for all of them, and what remains is there to read.
        var left = (await ana.ListAsync(session)).Items;
        Assert.Equal((all.Items[0].Id, ""), (left[^1].Id, left[^1].Content));
        Assert.All(left.SkipLast(1), m => Assert.NotEqual("", m.Content));
        Assert.Equal(200, left.Count);
        Assert.Contains("200 messages deleted", (await ana.OpenAsync(session)).Message(left[^1].Id).TextContent, StringComparison.Ordinal);
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        await events.NextAsync("cm-reload");
        Assert.Equal(all.Items.Select(m => m.Content), (await ana.ListAsync(session)).Items.Select(m => m.Content));
    }
}
