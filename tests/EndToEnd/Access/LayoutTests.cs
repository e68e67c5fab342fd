using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Nothing is lost on small screens, in any theme. The pictures that the tests leave are meant to be looked at.</summary>
[Collection("access")]
public sealed class LayoutTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(320, 256)]
    [InlineData(320, 640)]
    [InlineData(768, 1000)]
    public Task No_page_scrolls_sideways(int width, int height) => browser.RunAsync(async journey =>
    {
        var admin = await journey.AdministratorAsync(Size(width, height));
        var session = await Gallery.MakeAsync(journey, await journey.Host.AdminAsync());
        var wide = new List<string>();
        var thread = await Gallery.ThreadAsync(journey, await journey.Host.AdminAsync(), session);
        foreach (var page in new[]
        {
            $"/chat/{session}", thread, $"/chat/{session}/people", $"/chat/{session}/share", $"/beside?left={session}", $"/beside?left={session}&right={await Gallery.StartAsync(await journey.Host.AdminAsync(), "Beside")}", "/", "/sessions", "/agents", "/agents/documents", "/usage", "/usage?groupBy=day,user",
            "/settings/profile", "/settings/keys", "/settings/appearance", "/settings/notifications", "/settings/privacy", "/admin/users", "/admin/events", "/nowhere", "/join/x", $"/chat/{Guid.Empty}", $"/chat/{Guid.Empty}/ask",
        })
        {
            await admin.OpenAsync(page);
            if (await admin.OverflowAsync() is > 0 and var by) wide.Add($"{page} by {by} pixels: {await admin.Page.EvaluateAsync<string>(Widest)}");
        }
        Acts.AssertNone(wide);
    });

    [Fact]
    public Task The_composer_can_be_reached_and_used_on_a_very_low_screen() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", Size(320, 256));
        await ana.StartSessionAsync();
        await ana.SayAsync("From a low screen");
        await Expect(ana.Answer).ToContainTextAsync("Echo: From a low screen");
        await ana.Box.FocusAsync();
        await Expect(ana.Box).ToBeInViewportAsync();
    });

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    [InlineData("contrast")]
    public Task The_conversation_fits_every_width(string theme) => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana Lindqvist");
        var session = await Gallery.MakeAsync(journey, owner);
        var ana = await journey.EnterAsync(owner);
        await ana.ChooseThemeAsync(theme);
        await using var running = await Gallery.RunningAsync(journey, owner, session);
        foreach (var (width, height) in new[] { (320, 700), (768, 1000), (1280, 900) })
        {
            await ana.Page.SetViewportSizeAsync(width, height);
            await ana.OpenSessionAsync(session);
            await Expect(ana.Answer).ToContainTextAsync(Gallery.Running);
            Assert.False(await ana.OverflowAsync() > 0, $"scrolls sideways at {width} pixels");
            var name = Path.Combine(Journey.Results, "shots", $"chat-{theme}-{width}");
            await ana.Page.ScreenshotAsync(new() { Path = $"{name}.png" });
            await ana.Page.ScreenshotAsync(new() { Path = $"{name}-full.png", FullPage = true });
        }
    }, $"{nameof(The_conversation_fits_every_width)}-{theme}");

    [Theory]
    [InlineData("light", ColorScheme.Dark, "light")]
    [InlineData("dark", ColorScheme.Light, "dark")]
    [InlineData("contrast", ColorScheme.Dark, "dark")]
    public Task A_chosen_theme_is_in_the_first_bytes_of_the_page(string theme, ColorScheme system, string scheme) => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", new() { ColorScheme = system });
        await ana.ChooseThemeAsync(theme);
        var html = await (await ana.Context.APIRequest.GetAsync("/sessions")).TextAsync();
        Assert.Contains($"data-theme=\"{theme}\"", html);
        Assert.True(html.IndexOf("rel=\"stylesheet\"", StringComparison.Ordinal) < html.IndexOf("<body", StringComparison.Ordinal), "the style sheet comes after the body");

        await ana.OpenAsync("/sessions");
        var lightness = await ana.Page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");
        Assert.Equal(scheme, lightness.Contains("oklch(0.2", StringComparison.Ordinal) || lightness == "rgb(0, 0, 0)" ? "dark" : "light");
    });

    [Theory]
    [InlineData(ColorScheme.Light, Contrast.NoPreference, "light")]
    [InlineData(ColorScheme.Dark, Contrast.NoPreference, "dark")]
    [InlineData(ColorScheme.Dark, Contrast.More, "black")]
    [InlineData(ColorScheme.Light, Contrast.More, "white")]
    public Task Who_chose_nothing_gets_what_the_system_wants(ColorScheme system, Contrast contrast, string ground) => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", new() { ColorScheme = system, Contrast = contrast });
        await ana.StartSessionAsync();
        var colour = await ana.Page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).backgroundColor");
        Assert.Equal(ground, colour switch { "rgb(0, 0, 0)" => "black", "rgb(255, 255, 255)" => "white", _ => colour.Contains("oklch(0.2", StringComparison.Ordinal) ? "dark" : "light" });
        await ana.AssertAccessibleAsync($"{system} {contrast}");
    }, $"{nameof(Who_chose_nothing_gets_what_the_system_wants)}-{system}-{contrast}");

    [Fact]
    public Task With_forced_colours_what_can_be_pressed_is_still_seen() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", new() { ForcedColors = ForcedColors.Active });
        await ana.StartSessionAsync();
        await Expect(ana.Box).ToBeVisibleAsync();
        // Grounds and tints are gone then: only a border says where the box is.
        Assert.Equal("solid", await ana.Box.EvaluateAsync<string>("box => getComputedStyle(box.closest('.composer')).borderTopStyle"));
        Assert.True(await ana.Box.EvaluateAsync<bool>("box => getComputedStyle(box.closest('.composer')).borderTopColor !== getComputedStyle(document.body).backgroundColor"));
        await ana.AssertAccessibleAsync("forced colours");
    });

    [Fact]
    public Task The_choice_of_a_theme_holds_on_every_page() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.OpenAsync("/settings/appearance");
        await ana.Page.GetByRole(AriaRole.Radio, new() { Name = "High contrast" }).CheckAsync();
        await ana.Button("Save").ClickAsync();
        await Expect(ana.Page.GetByText("Saved. It applies in this browser.")).ToBeVisibleAsync();
        await ana.StartSessionAsync();
        await Expect(ana.Page.Locator("[data-theme]")).ToHaveAttributeAsync("data-theme", "contrast");
    });

    static BrowserNewContextOptions Size(int width, int height) => new() { ViewportSize = new() { Width = width, Height = height } };

    const string Widest = """
        () => [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
          .slice(0, 4).map(e => `${e.tagName.toLowerCase()}.${e.className}`).join(" ")
        """;
}
