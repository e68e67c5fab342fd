using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>What a page says and keeps while the network is gone.</summary>
[Collection("access")]
public sealed class OfflineTests(BrowserFixture browser)
{
    [Fact]
    public Task Two_browsers_show_the_same_to_the_byte_after_one_lost_the_network_again_and_again() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        var answer = journey.Answer("Tell me about tides");
        await ana.SayAsync("Tell me about tides");
        string[] pieces = ["# Tides\n\nThe **moon", "** pulls.\n\n1. spring\n2. ne", "ap\n\n```js\nif (a < b) ", "go();\n```\n\n| a | b |\n|--", "-|---|\n| 1 | 2 |\n\nThe ", "end."];
        foreach (var (i, piece) in pieces.Index())
        {
            await ana.Context.SetOfflineAsync(i % 2 == 1);
            await answer.SendAsync(piece);
            if (i == 3) await Expect(ben.Answer).ToContainTextAsync("go();");
        }
        await answer.FinishAsync();
        await Expect(ben.Answer).ToHaveAttributeAsync("data-status", "done");
        await ana.Context.SetOfflineAsync(false);
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");

        var (anas, bens) = (await TranscriptAsync(ana), await TranscriptAsync(ben));
        Assert.Equal(bens, anas);
        await ana.Page.ReloadAsync();
        await ana.LiveAsync();
        await Expect(ana.Answer.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        Assert.Equal(await TextAsync(ana), await TextAsync(ben));
    });

    [Fact]
    public Task A_lost_connection_is_said_once_and_what_is_typed_stays() => browser.RunAsync(async journey =>
    {
        await using var wire = new Wire(journey.Host.BaseAddress);
        var ana = await journey.EnterAsync(await journey.Host.SignInAsync("Ana"), wire: wire);
        await ana.StartSessionAsync();
        var banner = ana.Page.Locator("#connection");
        await Expect(banner).ToBeHiddenAsync();

        wire.Cut();
        await Expect(banner).ToHaveTextAsync("Reconnecting… What you type is kept.");
        await Expect(banner).ToHaveRoleAsync(AriaRole.Status);
        await ana.SayAsync("Said while offline");
        await Expect(ana.Refusal).ToContainTextAsync("Your text is kept");
        await Expect(ana.Box).ToHaveValueAsync("Said while offline");
        wire.Mend();
        await Expect(banner).ToBeHiddenAsync();
        // Said a moment later, so that screen readers hear it as something new.
        await Expect(ana.Page.Locator("#sr-status")).ToHaveTextAsync("Back online");
        Assert.Equal(1, await SaidAsync(ana, "Back online"));

        await ana.Box.PressAsync("Enter");
        await Expect(ana.Messages).ToHaveCountAsync(2);
        await ana.AssertAnswerAsync("Echo: Said while offline");
        Assert.Equal(1, await SaidAsync(ana, "Back online"));
    });

    [Fact]
    public Task A_loss_that_is_mended_within_two_seconds_is_not_spoken_of() => browser.RunAsync(async journey =>
    {
        await using var wire = new Wire(journey.Host.BaseAddress);
        var account = await journey.Host.SignInAsync("Ana");
        var ana = await journey.EnterAsync(account, wire: wire);
        await ana.Page.Clock.InstallAsync();
        await ana.StartSessionAsync();
        await ana.Page.EvaluateAsync("() => { window.broken = new Promise(is => document.addEventListener('htmx:sse:error', is, { once: true })); }");
        await ana.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddSeconds(1));

        wire.Cut();
        wire.Mend();
        await ana.Page.EvaluateAsync("async () => { await broken; }");
        await ana.Page.Clock.RunForAsync(1900);
        (await account.PostAsJsonAsync($"/api/sessions/{ana.SessionId}/messages", new { content = "Said meanwhile" })).EnsureSuccessStatusCode();
        await Expect(ana.Said("Said meanwhile").First).ToBeVisibleAsync();
        await ana.Page.Clock.RunForAsync(10_000);

        await Expect(ana.Page.Locator("#connection")).ToHaveTextAsync("");
        Assert.Equal(0, await SaidAsync(ana, "Back online"));
    });

    [Fact]
    public Task Who_was_taken_out_while_offline_is_told_and_the_page_stops_trying() => browser.RunAsync(async journey =>
    {
        await using var wire = new Wire(journey.Host.BaseAddress);
        var ana = await journey.SignInAsync("Ana");
        var ben = await journey.EnterAsync(await journey.Host.SignInAsync("Ben"), wire: wire);
        // The socket may ask once more before the stream has said why.
        journey.Problems.Allow("Error during WebSocket handshake: Unexpected response code: 404");
        await ben.Page.Clock.InstallAsync();
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        await Expect(ana.Page.GetByText("2 here now")).ToBeVisibleAsync();
        wire.Cut();
        await ana.OpenAsync($"/chat/{ana.SessionId}/people");
        await ana.Button("Remove Ben").ClickAsync();
        await Expect(ana.Heading("Ben")).ToBeHiddenAsync();
        wire.Mend();
        await Expect(ben.Page.Locator("#connection")).ToContainTextAsync("You can no longer see this session.");

        await Expect(ben.Page.GetByText("Live presence is off")).ToBeVisibleAsync();
        var tries = 0;
        ben.Page.WebSocket += (_, _) => tries++;
        await ben.Page.Clock.FastForwardAsync(120_000);
        await ben.Page.EvaluateAsync("1");
        Assert.Equal(0, tries);
    });

    [Fact]
    public Task An_agents_new_state_shows_on_open_pages() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var pill = ana.Page.Locator("#agent-state");
        var agent = await pill.GetAttributeAsync("data-agent");
        var was = await pill.TextContentAsync();
        var feeds = journey.Host.Services.GetRequiredService<SessionFeeds>();
        foreach (var (status, text) in new[] { ("degraded", "Has trouble"), ("down", "Not reachable"), ("ready", "Ready") })
        {
            feeds.Publish(ana.SessionId, new FeedEvent { Name = "cm-agent", Html = $$"""{"agent":"{{agent}}","status":"{{status}}"}""" });
            await Expect(pill).ToHaveTextAsync(text);
        }
        Assert.Equal("Ready", was);
    });

    // Whose own messages are marked differs from person to person, and so does who else has seen them.
    static async Task<string> TranscriptAsync(Person person) => Regex.Replace(
        await person.Page.Locator("#transcript").EvaluateAsync<string>("e => { const copy = e.cloneNode(true); copy.querySelector('#seen')?.remove(); return copy.innerHTML; }"),
        "message person (mine|by-[0-9a-f-]+)", "message person");

    static Task<string> TextAsync(Person person) => person.Answer.Locator(".body").EvaluateAsync<string>("e => e.innerText");

    static Task<int> SaidAsync(Person person, string text) => person.Page.EvaluateAsync<int>("text => announced.filter(a => a.text === text).length", text);
}
