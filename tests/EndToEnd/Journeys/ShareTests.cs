using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>A link to read, from the owner's page to its end on a stranger's.</summary>
[Collection("journeys")]
public sealed class ShareTests(BrowserFixture browser)
{
    [Fact]
    public Task A_stranger_follows_live_until_the_link_is_revoked() => browser.RunAsync(async journey =>
    {
        var (ana, stranger) = (await journey.SignInAsync("Ana"), await journey.VisitAsync());
        await ana.StartSessionAsync();
        await ana.SayAsync("Look at this");
        await ana.AssertAnswerAsync("Echo: Look at this");
        var session = ana.SessionId;
        await ana.Link("Share by a link").ClickAsync();
        await ana.FillAsync(("Label", "For a stranger"));
        await ana.Button("Make link").ClickAsync();
        var link = await ana.Field("New link").InputValueAsync();
        await ana.AssertAccessibleAsync("share form with a link");
        await ana.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, "share-form.png"), FullPage = true });

        await stranger.OpenAsync(link);
        await Expect(stranger.Heading("Look at this")).ToBeVisibleAsync();
        await Expect(stranger.Answer).ToContainTextAsync("Echo: Look at this");
        await stranger.AssertAccessibleAsync("shared page");
        await ana.OpenSessionAsync(session);
        var answer = journey.Answer("Why tides");
        await ana.SayAsync("Why tides?");
        await answer.SendAsync("The moon ");
        await Expect(stranger.Said("Why tides?")).ToBeVisibleAsync();
        await Expect(stranger.Answer).ToContainTextAsync("The moon");
        await answer.SendAsync("pulls **hard**.\n\n- spring\n");
        await Expect(stranger.Answer).ToContainTextAsync("pulls hard");
        await answer.FinishAsync(new TestUsage(100_000, 50_000));
        await Expect(stranger.Answer).ToHaveAttributeAsync("data-status", "done");
        await Expect(stranger.Answer).Not.ToContainTextAsync("tokens");
        await ana.Messages.Nth(3).GetByRole(AriaRole.Link, new() { Name = "React", Exact = true }).ClickAsync();
        await ana.Button("Heart").ClickAsync();
        await Expect(stranger.Answer.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "❤️" })).ToBeVisibleAsync();
        await ana.Title.FillAsync("Tides");
        await ana.Title.PressAsync("Enter");
        await Expect(stranger.Heading("Tides")).ToBeVisibleAsync();
        await Expect(stranger.Page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await stranger.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, "shared.png") });

        await ana.OpenAsync($"/chat/{session}/share");
        await ana.Button("Revoke For a stranger").ClickAsync();
        await Expect(stranger.Page.GetByText("This link has ended")).ToBeVisibleAsync();
        await Expect(stranger.Page.GetByText("moon")).ToHaveCountAsync(0);
        await stranger.Page.ReloadAsync();
        await Expect(stranger.Heading("Link not valid")).ToBeVisibleAsync();
    });

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 320)]
    [InlineData("contrast", 1280)]
    public Task Behind_a_password_and_on_as_a_copy_without_a_script(string theme, int width) => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana Lindqvist");
        var session = await Gallery.MakeAsync(journey, owner);
        var size = new BrowserNewContextOptions { JavaScriptEnabled = false, ViewportSize = new() { Width = width, Height = 800 } };
        var ana = await journey.EnterAsync(owner, size);
        await ana.OpenAsync($"/chat/{session}/share");
        await ana.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Snapshot") }).CheckAsync();
        await ana.FillAsync(("Password", "open sesame"));
        await ana.Button("Make link").ClickAsync();
        var link = await ana.Field("New link").InputValueAsync();
        Assert.InRange(await ana.OverflowAsync(), int.MinValue, 0);

        var ben = await journey.EnterAsync(await journey.Host.SignInAsync("Ben"), size);
        await ben.ChooseThemeAsync(theme);
        await ben.OpenAsync(link);
        await ben.FillAsync(("Password", "wrong one"));
        await ben.Button("Open").ClickAsync();
        await Expect(ben.Page.GetByText("not the password")).ToBeVisibleAsync();
        await ben.FillAsync(("Password", "open sesame"));
        await ben.Button("Open").ClickAsync();
        await Expect(ben.Page.GetByText("A snapshot of")).ToBeVisibleAsync();
        Assert.InRange(await ben.OverflowAsync(), int.MinValue, 0);
        await ben.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, $"shared-{theme}.png") });

        // axe needs a script; the pass of this browser goes along.
        var looking = await journey.VisitAsync(new() { ViewportSize = size.ViewportSize });
        await looking.Context.AddCookiesAsync((await ben.Context.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path }));
        await looking.OpenAsync(link);
        await Expect(looking.Page.GetByText("A snapshot of")).ToBeVisibleAsync();
        await looking.AssertAccessibleAsync($"snapshot in {theme}");
        var outside = await journey.VisitAsync(new() { ViewportSize = size.ViewportSize });
        await outside.ChooseThemeAsync(theme);
        await outside.OpenAsync(link);
        await outside.AssertAccessibleAsync($"password in {theme}");

        await ben.Button("Continue as a copy").ClickAsync();
        Assert.NotEqual(session, ben.SessionId);
        await Expect(ben.Page.GetByText("Ana Lindqvist").First).ToBeVisibleAsync();
        await ben.Box.FillAsync("And now?");
        await ben.Button("Send").ClickAsync();
        await Expect(ben.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("And now?");
    }, $"{nameof(Behind_a_password_and_on_as_a_copy_without_a_script)}-{theme}");
}
