using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What people say to people only.</summary>
[Collection("chat")]
public sealed class CommentTests(TestHost host)
{
    [Fact]
    public async Task A_comment_is_shown_to_all_and_read_by_no_agent()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var page = await ben.OpenAsync(session);
        await using var events = await ben.FollowAsync(session, since: page.Since);
        var comment = await ana.CommentAsync(session, "Between us, @test-model is slow");
        Assert.Empty(comment.Replies);
        var (sent, script) = await ben.AskAsync(session);
        _ = script.Say("Hm.").FinishAsync();
        await ben.EndOfAsync(session, sent.ReplyId);

        Assert.DoesNotContain((await script.Asked).Messages, m => m.Text.Contains("Between us", StringComparison.Ordinal));
        var all = (await ben.ListAsync(session)).Items;
        Assert.Equal([true, false, false], all.Select(m => m.Comment));
        Assert.Null(all[1].ParentId);
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("\"done\"", StringComparison.Ordinal)));
        Assert.Contains("Comment, not sent to agents", page.Message(comment.MessageId).TextContent, StringComparison.Ordinal);
        Assert.Equal((await ben.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Fact]
    public async Task The_guide_does_not_read_it_either()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync(agent: "guide");
        var said = await ana.SayAsync(session, "xylqwvt?");
        var before = await ana.EndOfAsync(session, said.ReplyId!.Value);
        await ana.CommentAsync(session, "How is ChatMonolith started, and where is its data?");
        using var again = await ana.RegenerateAsync(before.Id);
        Assert.Equal(before.Content, (await ana.EndOfAsync(session, (await again.ReadAsync<SaidView>()).ReplyId!.Value)).Content);
    }

    [Fact]
    public async Task Nothing_follows_a_comment_and_it_has_no_versions()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        var comment = await ana.CommentAsync(session, "Aside");
        var second = await ana.HearAsync(session, "Second");
        Assert.Equal(first.Id, (await ana.QuestionOfAsync(session, second)).ParentId);

        await ana.CommentAsync(session, "At the end");
        using var behind = await ana.PostAsync(session, new { content = "Behind the last answer", parentId = second.Id });
        var sent = await behind.ReadAsync<SaidView>();
        await ana.EndOfAsync(session, sent.ReplyId!.Value);
        Assert.Equal(0, (await ana.MessageAsync(session, sent.MessageId)).Branch);
        foreach (var id in new[] { sent.MessageId, sent.ReplyId!.Value }) await ana.GoneAsync(id);
        var third = await ana.HearAsync(session, "Third");
        Assert.Equal(second.Id, (await ana.QuestionOfAsync(session, third)).ParentId);

        using var again = await ana.RegenerateAsync(first.Id);
        await ana.EndOfAsync(session, (await again.ReadAsync<SaidView>()).ReplyId!.Value);
        await ana.CommentAsync(session, "In the new version");
        var now = (await ana.ListAsync(session)).Items;
        Assert.Equal((1, "In the new version"), (now[^1].Branch, now[^1].Content));
        Assert.Null(now[^1].Siblings);
        Assert.Null((await ana.ListAsync(session, "branch=0")).Items.Single(m => m.Id == comment.MessageId).Siblings);

        using var refused = await ana.PostAsync(session, new { content = "To the comment", parentId = comment.MessageId });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task A_comment_in_an_older_version_stays_there_and_leads_nobody_away()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "First");
        using var again = await ana.RegenerateAsync(first.Id);
        await ana.EndOfAsync(session, (await again.ReadAsync<SaidView>()).ReplyId!.Value);
        using var sent = await ana.SubmitAsync($"/chat/{session}", false, ("content", "To the old one"), ("comment", "true"), ("branch", "0"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.Equal("To the old one", (await ana.ListAsync(session, "branch=0")).Items[^1].Content);
        Assert.Equal(1, (await ana.ListAsync(session)).Branch);

        using var nowhere = await ana.SubmitAsync($"/chat/{session}", false, ("content", "To none"), ("comment", "true"), ("branch", "7"));
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
    }

    [Fact]
    public async Task It_gives_the_session_no_title()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.CommentAsync(session, "What this is about I say later");
        await ana.SayAsync(session, "Tides of the North Sea");
        await Soon.UntilAsync(async () => (await ana.User.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}")).GetProperty("title").GetString(), title => title == "Tides of the North Sea");
    }

    [Fact]
    public async Task A_commenter_comments_edits_and_deletes_that_and_does_nothing_else()
    {
        var (ana, ben, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "commenter");
        await ana.ShareAsync(session, eve, "viewer");

        var page = await ben.OpenAsync(session);
        Assert.Null(page.Document.QuerySelector("#agent"));
        Assert.Equal("true", page.Document.QuerySelector("#composer input[name=comment]")!.GetAttribute("value"));
        Assert.Contains("You can comment here", page.Document.QuerySelector("#answers")!.TextContent, StringComparison.Ordinal);
        using var form = await ben.SubmitAsync($"/chat/{session}", false, ("content", $"Well, @{ana.User.Name}"), ("comment", "true"));
        Assert.Equal(HttpStatusCode.Redirect, form.StatusCode);
        var comment = Assert.Single((await ana.ListAsync(session)).Items);
        Assert.True(comment.Comment);
        Assert.Contains("class=\"mention\"", comment.Html, StringComparison.Ordinal);

        using var asked = await ben.PostAsync(session, new { content = "@test-model?" });
        Assert.Equal(HttpStatusCode.Forbidden, asked.StatusCode);
        Assert.Contains("Send this as a comment", await asked.SentenceAsync(), StringComparison.Ordinal);
        using var unticked = await ben.SubmitAsync($"/chat/{session}", false, ("content", "Kept text"));
        Assert.Contains("Kept text", await unticked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var viewers = await eve.PostAsync(session, new { content = "May I?", comment = true });
        Assert.Equal(HttpStatusCode.Forbidden, viewers.StatusCode);

        (await ben.EditAsync(comment.Id, "Better said")).EnsureSuccessStatusCode();
        using var again = await ben.EditAsync(comment.Id, "Asked", runAgain: true);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        var editing = await (await ben.NavigateAsync($"/messages/{comment.Id}/edit")).Content.ReadAsStringAsync();
        Assert.DoesNotContain("ask again", editing, StringComparison.OrdinalIgnoreCase);
        var hers = await ana.CommentAsync(session, "Hers");
        using var foreign = await ben.EraseAsync(hers.MessageId);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        var deletion = await ben.GoneAsync(comment.Id);
        (await ben.UndoAsync(deletion.DeletionId)).EnsureSuccessStatusCode();
        Assert.Equal("Better said", (await ana.MessageAsync(session, comment.Id)).Content);
    }

    [Fact]
    public async Task It_is_marked_as_mine_for_its_author_only()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        var comment = await ana.CommentAsync(session, "Mine");
        Assert.Equal("message person mine comment", (await ana.OpenAsync(session)).Message(comment.MessageId).ClassName);
        Assert.DoesNotContain("mine", (await ben.OpenAsync(session)).Message(comment.MessageId).ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_the_socket_too_and_once_for_the_same_id()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "commenter");
        await using var socket = await SocketClient.AsPageAsync(ben, session);
        foreach (var _ in new[] { 1, 2 }) await socket.SendAsync(new { type = "send", clientMessageId = "c", content = "Nice", comment = true });
        Assert.Equal((await socket.NextAsync("sent")).GetRawText(), (await socket.NextAsync("sent")).GetRawText());
        Assert.True(Assert.Single((await ana.ListAsync(session)).Items).Comment);
    }
}
