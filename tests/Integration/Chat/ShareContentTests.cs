using System.Net;
using System.Text.Json;
using ChatMonolith.Tests.Integration.Sessions;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What readers by a link see, and what they never do.</summary>
[Collection("chat")]
public sealed class ShareContentTests(TestHost host)
{
    [Fact]
    public async Task A_live_page_follows_messages_growing_answers_edits_and_deletions()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "At first");
        var share = await ana.ShareByLinkAsync(session);
        using var reader = host.NewClient();
        var page = await reader.ReadShareAsync(share);
        await using var events = await reader.FollowShareAsync(share, page.Since);

        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("It grows");
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("It grows", StringComparison.Ordinal)));
        // Somebody comes in the middle, and gets what is there and what follows, each once.
        var late = await reader.ReadShareAsync(share);
        await using var later = await reader.FollowShareAsync(share, late.Since);
        await later.NextAsync(i => i.IsContent);
        late.Apply(later.Seen);
        await script.SendAsync(" and **ends**.\n\nReally.");
        _ = script.FinishAsync(new(1000, 500));
        await ana.EndOfAsync(session, sent.ReplyId);
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("data-status=\"done\"", StringComparison.Ordinal)));
        late.Apply(await later.ThroughAsync(i => i.Data.Contains("data-status=\"done\"", StringComparison.Ordinal)));
        var now = (await reader.ReadShareAsync(share)).Conversation;
        Assert.Equal(now, page.Conversation);
        Assert.Equal(now, late.Conversation);

        (await ana.EditAsync(sent.MessageId, "In other words")).EnsureSuccessStatusCode();
        await ana.PressAsync(sent.ReplyId, "👍");
        var gone = await ana.GoneAsync(sent.ReplyId);
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("hidden></article>", StringComparison.Ordinal) || i.Data.Contains("hidden=\"hidden\"></article>", StringComparison.Ordinal)));
        Assert.DoesNotContain("Really", page.Conversation, StringComparison.Ordinal);
        Assert.Contains("In other words", page.Conversation, StringComparison.Ordinal);
        Assert.Equal((await reader.ReadShareAsync(share)).Conversation, page.Conversation);
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("Really", StringComparison.Ordinal)));
        Assert.Contains("from Ana", page.Conversation, StringComparison.Ordinal);
        Assert.Equal((await reader.ReadShareAsync(share)).Conversation, page.Conversation);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("snapshot")]
    public async Task Nothing_that_is_left_out_is_in_any_byte(string kind)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Benedikta"));
        var session = await ana.StartAsync("Shared title");
        await ana.ShareAsync(session, ben);
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Think("SECRETTHOUGHT").Say("OTHERVERSION of it").FinishAsync(new(123_456, 654_321));
        var first = await ana.EndOfAsync(session, (await ana.SendAsync(session, question)).ReplyId);
        _ = host.Provider.Next(question).Think("SECRETTHOUGHT").Say("The *shared* version").FinishAsync(new(123_456, 654_321));
        var second = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        await ana.EndOfAsync(session, second.ReplyId);
        (await ana.EditAsync(second.MessageId, "EDITEDAWAY " + question)).EnsureSuccessStatusCode();
        (await ana.EditAsync(second.MessageId, "Asked in the end")).EnsureSuccessStatusCode();
        var deleted = await ana.HearAsync(session, "DELETEDTEXT");
        await ana.GoneAsync(deleted.Id);
        await ben.PressAsync(second.ReplyId, "👍");
        var share = await ana.ShareByLinkAsync(session, kind, reactionNames: false);
        using var reader = host.NewClient();
        await using var events = await reader.FollowShareAsync(share, lastEventId: null, since: "x.0.0");
        await using var now = await reader.FollowShareAsync(share);
        await now.NextAsync("cm-hello");

        // And once more while somebody follows: thoughts, costs, a rename, people who come and go, typing.
        var (sent, script) = await ana.AskAsync(session);
        await script.ThinkAsync("SECRETTHOUGHT");
        await script.SendAsync("Grown in the end");
        _ = script.FinishAsync(new(123_456, 654_321));
        await ana.EndOfAsync(session, sent.ReplyId);
        await ben.PressAsync(sent.ReplyId, "🎉");
        (await ana.RemoveAsync(session, ben.User.Email)).EnsureSuccessStatusCode();
        (await ana.RenameAsync(session, "The last of it")).EnsureSuccessStatusCode();
        var last = kind == "live" ? "The last of it" : "";
        if (kind == "live")
        {
            await now.NextAsync(i => i.Data.Contains(last, StringComparison.Ordinal));
            await events.NextAsync(i => i.Data.Contains(last, StringComparison.Ordinal));
        }
        else
        {
            (await ana.RevokeAsync(session, share.Id)).EnsureSuccessStatusCode();
            await now.NextAsync("cm-close");
            await events.NextAsync("cm-close");
            share = await ana.ShareByLinkAsync(session, kind, reactionNames: false);
        }

        using var page = await reader.VisitAsync(share.Path);
        var bytes = await page.Content.ReadAsStringAsync() + string.Concat(events.Seen.Concat(now.Seen).Select(i => i.Event + i.Data));
        Assert.Contains("shared", bytes, StringComparison.Ordinal);
        Assert.Contains("Asked in the end", bytes, StringComparison.Ordinal);
        Assert.Contains("Grown in the end", bytes, StringComparison.Ordinal);
        Assert.Contains("🎉", WebUtility.HtmlDecode(bytes), StringComparison.Ordinal);
        string[] secrets =
        [
            ana.User.Email, ben.User.Email, "example.org", ana.User.UserId.ToString(), ben.User.UserId.ToString(), ben.User.Name, session.ToString(),
            "SECRETTHOUGHT", "OTHERVERSION", "EDITEDAWAY", "DELETEDTEXT", first.Id.ToString(), deleted.Id.ToString() + "-body", "tokens", "123,456", "777,777", "cost", "$", "€", "cm-usage", "cm-people", "cm-agent", "cm-run",
            "/messages/", "/history", "branch=", "versions", "reasoning",
        ];
        Assert.DoesNotContain(secrets, s => bytes.Contains(s, StringComparison.Ordinal));
        Assert.Empty(ExecutableMarkup.InPage(new PageDom(await (await reader.VisitAsync(share.Path)).Content.ReadAsStringAsync()).Document));
    }

    [Fact]
    public async Task A_snapshot_says_what_was_said_whatever_happens_later_but_for_what_is_wiped()
    {
        await using var own = await TestHost.StartNewAsync(c => c["Chat:UndoSeconds"] = "0");
        var ana = await ChatClient.SignInAsync(own, "Ana");
        var session = await ana.StartAsync("Then");
        var (first, second) = (await ana.HearAsync(session, "First answer"), await ana.HearAsync(session, "Second answer"));
        (await ana.EditAsync(first.ParentId!.Value, "Asked at first")).EnsureSuccessStatusCode();
        await ana.PressAsync(first.Id, "👍");
        var share = await ana.ShareByLinkAsync(session, "snapshot");
        using var reader = own.NewClient();
        var page = await reader.ReadShareAsync(share);
        await using var events = await reader.FollowShareAsync(share, page.Since);
        await events.NextAsync("cm-hello");

        (await ana.EditAsync(first.ParentId!.Value, "Asked otherwise")).EnsureSuccessStatusCode();
        await ana.PressAsync(first.Id, "👍");
        await ana.HearAsync(session, "Third answer");
        (await ana.RenameAsync(session, "Now")).EnsureSuccessStatusCode();
        var again = await reader.ReadShareAsync(share);
        Assert.Equal(page.Conversation, again.Conversation);
        Assert.Equal("Then", again.Document.QuerySelector("h1")!.TextContent);
        Assert.Contains("Asked at first", again.Conversation, StringComparison.Ordinal);
        Assert.Contains("from Ana", again.Conversation, StringComparison.Ordinal);

        await ana.GoneAsync(second.Id);
        page.Apply(await events.ThroughAsync(i => i.IsContent));
        Assert.False(page.Has(second.Id));
        Assert.DoesNotContain("Third", string.Concat(events.Seen.Select(i => i.Data)), StringComparison.Ordinal);
        Assert.Equal((await reader.ReadShareAsync(share)).Conversation, page.Conversation);
        Assert.Equal(3, await TestDatabase.ScalarAsync<long>(own.ConnectionString, "select count(*) from chat.shared_messages where share_id = $1", share.Id));
    }

    [Fact]
    public async Task A_long_session_is_read_page_by_page()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 120);
        using var reader = host.NewClient();
        foreach (var kind in new[] { "live", "snapshot" })
        {
            var share = await ana.ShareByLinkAsync(session, kind);
            var (count, page) = (0, await reader.ReadShareAsync(share));
            for (var earlier = ""; ; page = await reader.ReadShareAsync(share, earlier))
            {
                count += page.Transcript.ChildElementCount;
                if (page.Document.QuerySelector(".way-on a[href*=before]") is not { } link) break;
                earlier = new Uri(new("http://x"), link.GetAttribute("href")!).Query;
            }
            Assert.Equal(120, count);
            Assert.Contains("&until=", page.Document.QuerySelector("#stream")!.GetAttribute("hx-sse:connect")!, StringComparison.Ordinal);
            var later = new Uri(new("http://x"), page.Document.QuerySelector(".way-on a[href*=after]")!.GetAttribute("href")!).Query;
            Assert.Equal(50, (await reader.ReadShareAsync(share, later)).Transcript.ChildElementCount);
        }
    }

    [Theory]
    [InlineData("live")]
    [InlineData("snapshot")]
    public async Task Somebody_signed_in_continues_as_a_copy(string kind)
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Eve"));
        var session = await ana.StartAsync("Tides");
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Think("Thoughts").Say("The moon. https://example.com").FinishAsync(new(1000, 500));
        var answer = await ana.EndOfAsync(session, (await ana.SendAsync(session, question)).ReplyId);
        var share = await ana.ShareByLinkAsync(session, kind);

        using var stranger = host.NewClient();
        using var refused = await stranger.PostAsync($"{share.Path}?handler=Copy", new FormUrlEncodedContent([]));
        Assert.StartsWith("/sign-in?returnUrl=", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var copied = await eve.SubmitAsync($"{share.Path}?handler=Copy", panel: false);
        var copy = Guid.Parse(copied.Headers.Location!.OriginalString["/chat/".Length..]);

        var messages = (await eve.ListAsync(copy)).Items;
        Assert.Equal([question, answer.Content], messages.Select(m => m.Content));
        Assert.Equal(["Ana", "test-model"], messages.Select(m => m.Author.Name));
        Assert.NotEqual(ana.User.UserId.ToString(), messages[0].Author.Id);
        Assert.All(messages, m => Assert.Equal(copy, m.SessionId));
        Assert.Empty(messages.Select(m => m.Id).Intersect([answer.Id, answer.ParentId!.Value]));
        Assert.Equal((null, 0m, 0), (messages[1].Reasoning, messages[1].Usage!.Cost, messages[1].Usage!.InputTokens));
        Assert.Equal("Tides", (await (await eve.User.GetAsync($"/api/sessions/{copy}")).ReadAsync<JsonElement>()).GetProperty("title").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await ana.NavigateAsync($"/chat/{copy}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await eve.NavigateAsync($"/chat/{session}")).StatusCode);
        // It goes on like any session, and the other one knows nothing of it.
        await eve.HearAsync(copy, "And on");
        Assert.Equal(4, (await eve.ListAsync(copy)).Items.Count);
        Assert.Equal(2, (await ana.ListAsync(session)).Items.Count);
    }

    [Fact]
    public async Task A_copy_is_in_the_persons_other_tabs_at_once_and_one_that_fails_leaves_nothing()
    {
        await using var own = await TestHost.StartNewAsync(null);
        var (ana, eve) = (await ChatClient.SignInAsync(own, "Ana"), await ChatClient.SignInAsync(own, "Eve"));
        var session = await ana.StartAsync("Tides");
        await ana.CommentAsync(session, "Not copied");
        await ana.HearAsync(session, "Copied");
        var share = await ana.ShareByLinkAsync(session);
        await using var tab = await eve.FollowAsync(await eve.OpenAsync(await eve.StartAsync("Elsewhere")));

        using var copied = await eve.SubmitAsync($"{share.Path}?handler=Copy", panel: false);
        var copy = Guid.Parse(copied.Headers.Location!.OriginalString["/chat/".Length..]);
        Assert.True((await tab.RowAsync(copy, r => r.GetProperty("title").GetString() == "Tides")).Is("top"));

        await TestDatabase.ExecuteAsync(own.ConnectionString, "alter table chat.messages add constraint full_disk check (false) not valid");
        using var failed = await eve.SubmitAsync($"{share.Path}?handler=Copy", panel: false);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal(1L, await TestDatabase.ScalarAsync<long>(own.ConnectionString, "select count(*) from sessions.sessions where title = 'Tides' and owner_id = $1", eve.User.UserId));
    }

    [Fact]
    public async Task The_owners_page_makes_a_link_lists_it_and_ends_it()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync("Tides");
        using var refused = await ana.SubmitAsync($"/chat/{session}/share", false, ("kind", "snapshot"), ("label", "For the harbour"), ("password", "short"));
        var form = await refused.SeeAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("For the harbour", form.QuerySelector("#label")!.GetAttribute("value"));
        Assert.True(form.QuerySelector("input[value=snapshot]")!.HasAttribute("checked"));
        Assert.NotEmpty(form.QuerySelector("#password-error")!.TextContent);

        using var made = await ana.SubmitAsync($"/chat/{session}/share", false, ("kind", "live"), ("label", "For the harbour"), ("expiresAt", "2099-01-31"), ("reactionNames", "true"));
        var page = await made.SeeAsync();
        var link = new Uri(page.QuerySelector("#new-link")!.GetAttribute("value")!);
        Assert.Equal(host.BaseAddress.Authority, link.Authority);
        Assert.Contains("until 31 January 2099", page.QuerySelector(".list li")!.TextContent, StringComparison.Ordinal);
        using var reader = host.NewClient();
        Assert.Equal(HttpStatusCode.OK, (await reader.VisitAsync(link.AbsolutePath)).StatusCode);
        using var listed = await ana.NavigateAsync($"/chat/{session}/share");
        var list = await listed.SeeAsync();
        Assert.Null(list.QuerySelector("#new-link"));
        Assert.Contains("Opened 1 time", list.QuerySelector(".list li")!.TextContent, StringComparison.Ordinal);

        var id = list.QuerySelector("input[name=share]")!.GetAttribute("value")!;
        using var ended = await ana.SubmitAsync($"/chat/{session}/share/revoke", false, ("share", id));
        Assert.Equal($"/chat/{session}/share", ended.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.VisitAsync(link.AbsolutePath)).StatusCode);
    }
}
