using System.Net.Http.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Emoji on messages, by keyboard with a script and without one.</summary>
[Collection("journeys")]
public sealed class ReactionTests(BrowserFixture browser)
{
    [Fact]
    public Task By_keyboard_alone_with_somebody_watching() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        await ana.SayAsync("Look at this");
        await ana.AssertAnswerAsync("Echo: Look at this");
        var keys = ana.Page.Keyboard;

        await React(ana, 1).FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(ana.Button("Thumbs up")).ToBeFocusedAsync();
        await ana.AssertAccessibleAsync("react panel");
        await keys.PressAsync("Enter");
        await Expect(React(ana, 1)).ToBeFocusedAsync();
        await Expect(ana.Button("👍 1, from Ana, remove yours")).ToBeVisibleAsync();
        await ben.Button("👍 1, from Ana, add yours").ClickAsync();
        var both = ana.Button("👍 2, from Ana and Ben, remove yours");
        await Expect(both).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(ben.Button("👍 2, from Ana and Ben, remove yours")).ToBeFocusedAsync();

        // Something else than an emoji stays in its field with the sentence.
        await React(ana, 1).FocusAsync();
        await keys.PressAsync("Enter");
        await ana.Field("Another emoji").FillAsync("great");
        await keys.PressAsync("Enter");
        await Expect(ana.Page.GetByText("exactly one emoji")).ToBeVisibleAsync();
        await Expect(ana.Field("Another emoji")).ToHaveValueAsync("great");
        await ana.Field("Another emoji").FillAsync("🦉");
        await keys.PressAsync("Enter");
        await Expect(ben.Button("🦉 1, from Ana, add yours")).ToBeVisibleAsync();
        foreach (var person in new[] { ana, ben }) await person.AssertAccessibleAsync("reactions");

        // A press keeps the focus; when the last one takes it away, the focus goes to React.
        await both.FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(ana.Button("👍 1, from Ben, add yours")).ToBeFocusedAsync();
        await ana.Button("🦉 1, from Ana, remove yours").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(React(ana, 1)).ToBeFocusedAsync();
        await Expect(ben.Page.GetByText("🦉")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task Who_may_only_read_sees_what_is_there_and_no_buttons_and_a_refusal_is_told() => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana");
        var (ana, ben) = (await journey.EnterAsync(owner), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        await ana.SayAsync("Look at this");
        await ana.AssertAnswerAsync("Echo: Look at this");
        await React(ana, 1).ClickAsync();
        await ana.Button("Thumbs up").ClickAsync();
        await Expect(ben.Button("👍 1, from Ana, add yours")).ToBeVisibleAsync();
        var plain = ben.Page.Locator("span.reaction");
        await Expect(plain).ToBeHiddenAsync();

        (await owner.PatchAsJsonAsync($"/api/sessions/{ana.SessionId}/participants", new { email = ben.Email, role = "viewer" })).EnsureSuccessStatusCode();
        await Expect(plain).ToBeVisibleAsync();
        await Expect(plain).ToHaveTextAsync("👍 1, from Ana");
        await Expect(ben.Button("👍 1, from Ana, add yours")).ToHaveCountAsync(0);
        await ben.OpenSessionAsync(ana.SessionId);
        await Expect(plain).ToBeVisibleAsync();
        await ben.AssertAccessibleAsync("reactions of a reader");

        // As from a page that does not know of it yet.
        await ben.Page.EvalOnSelectorAsync("button.reaction", "button => button.click()");
        await Expect(ben.Refusal).ToContainTextAsync("not react in it");
        await Expect(ben.Refusal).ToBeVisibleAsync();
    });

    [Fact]
    public Task While_the_answer_grows() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana");
        await ana.StartSessionAsync();
        var answer = journey.Answer("Take your time");
        await ana.SayAsync("Take your time");
        await answer.SendAsync("It begins ");
        await Expect(ana.Answer).ToContainTextAsync("It begins");
        await React(ana, 1).FocusAsync();
        await ana.Page.Keyboard.PressAsync("Enter");
        await ana.Button("Eyes").ClickAsync();
        await Expect(ana.Button("👀 1, from Ana, remove yours")).ToBeVisibleAsync();
        await answer.SendAsync("and ends.");
        await answer.FinishAsync();
        await ana.AssertAnswerAsync("It begins and ends.");
        await Expect(ana.Button("👀 1, from Ana, remove yours")).ToBeVisibleAsync();
    });

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public Task Without_a_script(int width) => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana");
        var session = await Gallery.MakeAsync(journey, owner);
        var ana = await journey.EnterAsync(owner, new() { JavaScriptEnabled = false, ViewportSize = new() { Width = width, Height = 700 } });
        await ana.OpenAsync($"/chat/{session}");
        await React(ana, 0).ClickAsync();
        Assert.InRange(await ana.OverflowAsync(), int.MinValue, 0);
        await ana.Button("Celebration").ClickAsync();
        await Expect(ana.Button("🎉 1, from Ana, remove yours")).ToBeVisibleAsync();
        await ana.Button("🎉 1, from Ana, remove yours").ClickAsync();
        await Expect(ana.Page.GetByText("🎉")).ToHaveCountAsync(0);
    });

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 1280)]
    [InlineData("contrast", 320)]
    public Task Every_theme_is_accessible(string theme, int width) => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana Lindqvist");
        var session = await Gallery.MakeAsync(journey, owner);
        var ana = await journey.EnterAsync(owner, new() { ViewportSize = new() { Width = width, Height = 800 } });
        await ana.ChooseThemeAsync(theme);
        await ana.OpenSessionAsync(session);
        foreach (var emoji in new[] { "Thumbs up", "Heart" })
        {
            await React(ana, 0).FocusAsync();
            await ana.Page.Keyboard.PressAsync("Enter");
            await ana.Button(emoji).ClickAsync();
            await Expect(ana.Page.Locator(".message-panel")).ToHaveCountAsync(0);
        }
        await Expect(ana.Page.Locator("button.reaction")).ToHaveCountAsync(2);
        await ana.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, $"reactions-{theme}.png") });
        await ana.AssertAccessibleAsync("reactions");
        await React(ana, 0).ClickAsync();
        await ana.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, $"react-panel-{theme}.png") });
        var address = (await React(ana, 0).GetAttributeAsync("href"))!;
        await ana.OpenAsync(address);
        await ana.AssertAccessibleAsync("react page");
        await ana.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, $"react-page-{theme}.png") });
        Assert.InRange(await ana.OverflowAsync(), int.MinValue, 0);
    }, $"{nameof(Every_theme_is_accessible)}-{theme}");

    static ILocator React(Person person, int message) => person.Messages.Nth(message).GetByRole(AriaRole.Link, new() { Name = "React", Exact = true });
}
