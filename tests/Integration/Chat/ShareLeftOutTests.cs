using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What is said to the people of a session only, or aside, is not for readers by a link.</summary>
[Collection("chat")]
public sealed class ShareLeftOutTests(TestHost host)
{
    [Fact]
    public async Task The_owner_is_told_so_before_there_is_a_link()
    {
        var ana = await ChatClient.SignInAsync(host);
        using var page = await ana.NavigateAsync($"/chat/{await ana.StartAsync()}/share");
        Assert.Contains("Left out always: comments, threads, system prompts", (await page.SeeAsync()).QuerySelector("form .notice")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("snapshot")]
    public async Task Comments_reach_no_reader(string kind)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.CommentAsync(session, "COMMENTFIRST");
        await ana.HearAsync(session, "Shared answer");
        var last = await ana.CommentAsync(session, "COMMENTLAST");

        var bytes = await EverythingAsync(ana, session, kind, async () =>
        {
            var comment = await ana.CommentAsync(session, "COMMENTNOW");
            (await ana.EditAsync(comment.MessageId, "COMMENTEDITED")).EnsureSuccessStatusCode();
            await ana.PressAsync(comment.MessageId, "🎉");
            (await ana.UndoAsync((await ana.GoneAsync(last.MessageId)).DeletionId)).EnsureSuccessStatusCode();
            await ana.HearAsync(session, "Shared end");
        });

        Assert.Contains("Shared answer", bytes, StringComparison.Ordinal);
        Assert.Equal(kind == "live", bytes.Contains("Shared end", StringComparison.Ordinal));
        Assert.DoesNotContain("COMMENT", bytes, StringComparison.Ordinal);
        Assert.DoesNotContain($"{last.MessageId}", bytes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("live")]
    [InlineData("snapshot")]
    public async Task Threads_reach_no_reader(string kind)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "Shared answer");
        var aside = await ana.HearInThreadAsync(session, root.Id, "ASIDEFIRST");

        var bytes = await EverythingAsync(ana, session, kind, async () =>
        {
            var more = await ana.HearInThreadAsync(session, root.Id, "ASIDENOW");
            (await ana.EditAsync(more.ParentId!.Value, "ASIDEEDITED")).EnsureSuccessStatusCode();
            await ana.PressAsync(more.Id, "🎉");
            // A switch to another version, of the thread only.
            using var again = await ana.RegenerateAsync(more.Id);
            await ana.EndInThreadAsync(session, root.Id, (await again.ReadAsync<SentView>()).ReplyId);
            await ana.HearAsync(session, "Shared end");
        });

        Assert.Contains("Shared answer", bytes, StringComparison.Ordinal);
        Assert.Equal(kind == "live", bytes.Contains("Shared end", StringComparison.Ordinal));
        string[] secrets = ["ASIDE", $"{aside.Id}", "/thread/", "repl", "cm-branch", "cm-reload"];
        Assert.DoesNotContain(secrets, s => bytes.Contains(s, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("snapshot")]
    public async Task A_wiped_message_leaves_readers_no_place_that_leads_to_its_thread(string kind)
    {
        await using var own = await TestHost.StartNewAsync(c => c["Chat:UndoSeconds"] = "0");
        var ana = await ChatClient.SignInAsync(own);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "Shared answer");
        await ana.HearInThreadAsync(session, root.Id, "Aside");
        var share = await ana.ShareByLinkAsync(session, kind);
        using var reader = own.NewClient();
        var page = await reader.ReadShareAsync(share);
        Assert.True(page.Has(root.Id));
        await using var events = await reader.FollowShareAsync(share, page.Since);
        await events.NextAsync("cm-hello");

        await ana.GoneAsync(root.Id);
        page.Apply(await events.ThroughAsync(i => i.IsHtml && i.Data.Contains("\"delete\"", StringComparison.Ordinal)));
        Assert.False(page.Has(root.Id));
        Assert.Equal((await reader.ReadShareAsync(share)).Conversation, page.Conversation);
        Assert.Contains("2 replies", (await ana.OpenAsync(session)).Replies(root.Id), StringComparison.Ordinal);
    }

    /// <summary>Every byte that readers get who open the page before and after, follow it, or come back to it, and what a copy begins with.</summary>
    async Task<string> EverythingAsync(ChatClient ana, Guid session, string kind, Func<Task> meanwhile)
    {
        var eve = await ChatClient.SignInAsync(host);
        var share = await ana.ShareByLinkAsync(session, kind);
        using var reader = host.NewClient();
        var before = await PageAsync();
        await using var live = await reader.FollowShareAsync(share, new PageDom(before).Since);
        await live.NextAsync("cm-hello");
        await meanwhile();
        await using var late = await reader.FollowShareAsync(share, since: "x.0.0");
        await late.NextAsync("cm-hello");
        var after = await PageAsync();
        using var copied = await eve.SubmitAsync($"{share.Path}?handler=Copy", panel: false);
        var copy = await eve.ListAsync(Guid.Parse(copied.Headers.Location!.OriginalString["/chat/".Length..]));
        Assert.NotEmpty(copy.Items);
        (await ana.RevokeAsync(session, share.Id)).EnsureSuccessStatusCode();
        await live.NextAsync("cm-close");
        await late.NextAsync("cm-close");
        return before + after + string.Concat(copy.Items.Select(m => m.Content)) + string.Concat(live.Seen.Concat(late.Seen).Select(i => i.Event + i.Data));

        async Task<string> PageAsync()
        {
            using var page = await reader.VisitAsync(share.Path);
            return await page.Content.ReadAsStringAsync();
        }
    }
}
