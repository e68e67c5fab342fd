using System.Text.RegularExpressions;
using ChatMonolith.Tests.Integration;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>One person at two browsers, who signs one of them out from the other.</summary>
[Collection("access")]
public sealed partial class DeviceTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public Task A_browser_that_is_not_at_hand_is_signed_out_and_keeps_what_was_typed_until_it_is_left(int width) => browser.RunAsync(async journey =>
    {
        var account = await journey.Host.SignInAsync("Ana");
        var (here, there) = (await journey.EnterAsync(account, new() { ViewportSize = new() { Width = width, Height = 800 } }), await journey.VisitAsync());
        // What a page asks once more before its stream has said why.
        journey.Problems.Allow("Unexpected response code: 401");
        journey.Problems.Allow("the server responded with a status of 401");
        await there.OpenAsync("/sign-in");
        await there.FillAsync(("Email", account.Email), ("Password", TestHost.Password));
        await there.Button("Sign in").ClickAsync();
        await there.StartSessionAsync();
        await there.Box.FillAsync("Half a thought");

        await here.OpenAsync("/settings/devices");
        await Expect(here.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "This browser" })).ToHaveCountAsync(1);
        var chrome = here.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Chrome on Linux" });
        await Expect(chrome).ToHaveCountAsync(1);
        Assert.False(await here.OverflowAsync() > 0, "scrolls sideways");
        await here.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, "shots", $"devices-{width}.png"), FullPage = true });
        await here.AssertAccessibleAsync("devices");
        await chrome.GetByRole(AriaRole.Button, new() { NameRegex = ButtonName() }).ClickAsync();
        await Expect(here.Page.GetByText("It is signed out.")).ToBeVisibleAsync();
        await Expect(here.Button("Sign out everywhere else")).ToBeHiddenAsync();

        await Expect(there.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
        await Expect(there.Box).ToHaveValueAsync("Half a thought");
        await there.Page.ReloadAsync();
        await Expect(there.Heading("Sign in")).ToBeVisibleAsync();
        await here.StartSessionAsync();
    }, $"{nameof(A_browser_that_is_not_at_hand_is_signed_out_and_keeps_what_was_typed_until_it_is_left)}-{width}");

    [GeneratedRegex("^Sign out Chrome on Linux, signed in \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC$")]
    private static partial Regex ButtonName();
}
