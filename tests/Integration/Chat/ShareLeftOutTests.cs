using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What is said to the people of a session only is not for readers by a link.</summary>
[Collection("host")]
public sealed class ShareLeftOutTests(TestHost host)
{
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
