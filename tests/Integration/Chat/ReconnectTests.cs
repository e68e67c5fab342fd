using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A page that missed the end of an answer has it at once, whatever it comes back with.</summary>
[Collection("chat")]
public sealed class ReconnectTests(TestHost host)
{
    [Fact]
    public async Task An_answer_that_ends_while_a_page_catches_up_stands_there_once()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("One, ");
        var page = await ana.OpenAsync(session);
        var viewer = host.Services.GetRequiredService<SessionViewer>();
        await using var items = viewer.FollowAsync(session, new(ana.User.UserId), null, page.Since, View.Page(null, null), CancellationToken.None).GetAsyncEnumerator();
        // It listens from its first word on, and looks for what it missed when it is asked for the next.
        Assert.True(await items.MoveNextAsync());
        await script.SendAsync("two.\n\n- three");
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);

        do
        {
            await items.MoveNextAsync().AsTask().SoonAsync();
            if (items.Current is { Html: { } html } item) page.Apply(new SseItem(item.Id, item.Name, html, 0));
        }
        while (items.Current is not { Name: "cm-run", Html: { } end } || !end.Contains("\"done\"", StringComparison.Ordinal));

        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Theory]
    [InlineData("its own last id")]
    [InlineData("an id of a feed that is gone")]
    [InlineData("none")]
    [InlineData("garbage")]
    [InlineData("an id of another session")]
    public async Task The_end_comes_again(string id)
    {
        var ana = await ChatClient.SignInAsync(host);
        var (session, other) = (await ana.StartAsync(), await ana.StartAsync());
        await ana.HearAsync(session, "An earlier answer");
        var page = await ana.OpenAsync(session);
        var atFirst = page.Document.DocumentElement.OuterHtml;
        var events = await ana.FollowAsync(session, since: page.Since);
        await events.NextAsync("cm-hello");
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Half");
        await events.NextAsync(i => i.IsContent && i.Data.Contains("Half", StringComparison.Ordinal));
        page.Apply(events.Seen);
        await events.DisposeAsync();
        await script.SendAsync(" and half.");
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);

        // Whoever has no id of this session shows what the page was loaded with.
        var (cameWith, since) = id switch
        {
            "its own last id" => (events.LastId, page.Since),
            "an id of a feed that is gone" => ($"0123456789{SessionFeed.MarkOf(session)}.{events.LastId!.Split('.')[1]}.99", page.Since),
            "none" => (null, page.Since),
            "garbage" => ("!.?.;", page.Since),
            _ => ((await ana.OpenAsync(other)).Since, page.Since),
        };
        if (id is "none" or "garbage" or "an id of another session") page = new(atFirst);
        await using var again = await ana.FollowAsync(session, cameWith, since);
        await again.NextAsync(i => i.IsContent && i.Data.Contains("data-status=\"done\"", StringComparison.Ordinal) && i.Data.Contains($"message-{sent.ReplyId}", StringComparison.Ordinal), TimeSpan.FromSeconds(5));

        page.Apply(again.Seen);
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal("done", page.Message(sent.ReplyId).GetAttribute("data-status"));
    }
}
