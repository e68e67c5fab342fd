using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Viewers that read more slowly than things happen.</summary>
[Collection("chat")]
public sealed class FallingBehindTests(TestHost host)
{
    const int MoreThanTheRingHolds = 1500;

    [Fact]
    public async Task Who_fell_behind_in_an_answer_gets_all_of_it_again()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("The beginning ");
        await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content.Contains("beginning", StringComparison.Ordinal));
        await using var viewer = host.Services.GetRequiredService<SessionViewer>()
            .FollowAsync(session, new(Guid.Empty), null, null, View.Page(null, null), CancellationToken.None).GetAsyncEnumerator();
        await SeeAsync(viewer, "The beginning");

        await script.SendAsync("and the middle ");
        await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content.Contains("middle", StringComparison.Ordinal));
        for (var i = 0; i < MoreThanTheRingHolds; i++)
            host.Services.GetRequiredService<SessionFeeds>().Publish(session, new FeedEvent { Name = "cm-noise", Html = "" });

        var seen = await SeeAsync(viewer, "and the middle");
        Assert.Contains("The beginning", seen, StringComparison.Ordinal);
        await script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task A_long_answer_is_caught_up_with_and_does_not_send_the_page_in_circles()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        var text = string.Concat(Enumerable.Range(0, 4000).Select(i => $"Line {i} of a long answer.\n\n"));
        await script.SendAsync(text);
        await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content.Contains("Line 3999", StringComparison.Ordinal));
        var page = await ana.OpenAsync(session);

        await using var events = await ana.FollowAsync(session, since: page.Since);
        await events.NextAsync(i => i.Data.Contains("Line 3998", StringComparison.Ordinal));

        Assert.DoesNotContain(events.Seen, i => i.Event == "cm-reload");
        await script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    static async Task<string> SeeAsync(IAsyncEnumerator<StreamItem> viewer, string text)
    {
        while (await viewer.MoveNextAsync().AsTask().SoonAsync())
            if (viewer.Current.Html?.Contains(text, StringComparison.Ordinal) is true) return viewer.Current.Html;
        throw new InvalidOperationException($"The stream ended before it showed '{text}'.");
    }
}
