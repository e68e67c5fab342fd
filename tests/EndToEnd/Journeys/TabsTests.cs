using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>A browser has six connections for all tabs of a site over HTTP/1.1; the seventh tab would not even load.</summary>
[Collection("access")]
public sealed class TabsTests(BrowserFixture browser)
{
    const int Many = 12;

    [Fact]
    public Task Twelve_tabs_load_and_each_is_right_as_soon_as_it_is_seen() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var address = $"/chat/{ana.SessionId}";
        await ana.CloseTabAsync();
        var tabs = await Tabs.OfAsync(ana);
        var all = new List<Person>();
        for (var i = 0; i < Many; i++)
        {
            all.Add(await tabs.OpenAsync(address));
            if (i < Many - 1) await Tabs.HideAsync(all[i]);
        }

        var answer = journey.Answer("Hello from the last");
        await all[^1].SayAsync("Hello from the last");
        await answer.SendAsync("One\n\ntwo");
        await Expect(all[^1].Answer).ToContainTextAsync("two");
        await Expect(all[0].Messages).ToHaveCountAsync(0);
        await tabs.AssertOpenAsync(1);

        await Tabs.HideAsync(all[^1]);
        await Tabs.ShowAsync(all[0]);
        await Expect(all[0].Answer).ToContainTextAsync("two");
        await answer.SendAsync(" three");
        await Expect(all[0].Answer).ToContainTextAsync("two three");
        await Tabs.HideAsync(all[0]);
        await answer.SendAsync(" four");
        await answer.FinishAsync();
        foreach (var tab in new[] { all[5], all[0], all[^1] })
        {
            await Tabs.ShowAsync(tab);
            await tab.AssertAnswerAsync("One", "two three four");
            await Expect(tab.Messages).ToHaveCountAsync(2);
            await Expect(tab.Button("Send")).ToBeVisibleAsync();
            await Tabs.HideAsync(tab);
        }
        await tabs.AssertOpenAsync(0);
        var back = tabs.Streams.Where(s => s.Frame.Page == all[^1].Page).ToList();
        Assert.Equal([false, true], back.Select(s => s.Headers.ContainsKey("last-event-id")));
    });

    [Fact]
    public Task A_tab_opened_behind_holds_no_stream_until_it_is_seen() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var address = $"/chat/{ana.SessionId}";
        var tabs = await Tabs.OfAsync(ana);
        var behind = await tabs.OpenAsync(address, behind: true);
        var answer = journey.Answer("Are you there");
        await ana.SayAsync("Are you there?");
        await answer.SendAsync("Yes.");
        await answer.FinishAsync();
        await ana.AssertAnswerAsync("Yes.");
        Assert.Empty(tabs.Streams);

        await Tabs.ShowAsync(behind);
        await behind.AssertAnswerAsync("Yes.");
        Assert.Single(tabs.Streams);
    });
}
