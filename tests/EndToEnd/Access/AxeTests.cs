using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>WCAG 2.2 AA and best practice on every page; set-up and invitation are looked at on the way through them.</summary>
[Collection("access")]
public sealed class AxeTests(BrowserFixture browser)
{
    [Fact]
    public Task What_is_wrong_is_found() => browser.RunAsync(async journey =>
    {
        var visitor = await journey.VisitAsync();
        await visitor.Page.SetContentAsync("""
            <html lang="en"><title>Wrong</title><main><h1>Wrong</h1><p style="color: #aaa; background: #fff">Pale</p><input></main>
            """);
        var found = await visitor.ViolationsAsync("wrong");
        Assert.Contains(found, f => f.Contains("color-contrast", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("label", StringComparison.Ordinal) && f.Contains("<input>", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public Task Every_page_that_the_program_has(int width) => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.AdminAsync();
        var session = await Gallery.MakeAsync(journey, owner);
        // The page about errors is one of them.
        journey.Problems.Allow("the server responded with a status of 500");
        var pages = await Pages.OfAsync(journey.Host, owner, session);
        var admin = await journey.EnterAsync(owner, Size(width));
        var found = new List<string>();
        foreach (var page in pages.Concat(["/usage?groupBy=day,agent", $"/chat/{Guid.Empty}", $"/chat/{Guid.Empty}/ask", "/join/x"]))
        {
            var answer = await admin.Page.GotoAsync(page);
            Assert.True(answer!.Status < 500 || page == "/error", $"{page}: {answer.Status}");
            found.AddRange(await admin.ViolationsAsync(page));
        }
        Acts.AssertNone(found);
    });

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public Task Every_page_of_a_visitor(int width) => browser.RunAsync(async journey =>
    {
        var visitor = await journey.VisitAsync(Size(width));
        var found = new List<string>();
        foreach (var page in new[] { "/sign-in", "/sign-up", "/setup?token=x", "/invite/x", "/share/x", "/settings/appearance" })
        {
            await visitor.OpenAsync(page);
            found.AddRange(await visitor.ViolationsAsync(page));
        }
        await visitor.OpenAsync("/sign-in");
        await visitor.FillAsync(("Email", "nobody@example.org"), ("Password", "wrong"));
        await visitor.Button("Sign in").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        found.AddRange(await visitor.ViolationsAsync("/sign-in refused"));
        Acts.AssertNone(found);
    });

    [Theory]
    [InlineData(1280, "light")]
    [InlineData(320, "light")]
    [InlineData(1280, "dark")]
    [InlineData(1280, "contrast")]
    public Task The_conversation_in_all_its_states(int width, string theme) => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana Lindqvist");
        var session = await Gallery.MakeAsync(journey, owner);
        var ana = await journey.EnterAsync(owner, Size(width));
        await ana.ChooseThemeAsync(theme);
        var found = new List<string>();

        await ana.OpenAsync("/usage");
        found.AddRange(await ana.ViolationsAsync("usage"));
        await ana.StartSessionAsync();
        found.AddRange(await ana.ViolationsAsync("empty session"));
        await using (await Gallery.RunningAsync(journey, owner, session))
        {
            await ana.OpenSessionAsync(session);
            await Expect(ana.Answer).ToContainTextAsync(Gallery.Running);
            found.AddRange(await ana.ViolationsAsync("session with an answer running"));
            // What a browser without a script reads while it comes; axe needs one, and the page never ends as long as the answer goes on.
            await ana.Page.GotoAsync($"/chat/{session}?live=1", new() { WaitUntil = WaitUntilState.Commit });
            await Expect(ana.Box).ToBeVisibleAsync();
            found.AddRange(await ana.ViolationsAsync("growing page"));
        }
        await ana.OpenAsync(await Gallery.ThreadAsync(journey, owner, session));
        found.AddRange(await ana.ViolationsAsync("thread"));
        await ana.OpenSessionAsync(session);
        found.AddRange(await ana.ViolationsAsync("session with a thread"));
        await ana.OpenAsync($"/chat/{session}/people");
        found.AddRange(await ana.ViolationsAsync("people"));
        await ana.OpenAsync($"/beside?left={session}");
        found.AddRange(await ana.ViolationsAsync("choosing a session to stand beside"));
        await ana.Page.Locator("main .list a").First.ClickAsync();
        await Expect(ana.Page.FrameLocator("iframe >> nth=0").GetByRole(AriaRole.Article).First).ToBeVisibleAsync();
        found.AddRange(await ana.ViolationsAsync("two sessions side by side"));
        await ana.OpenAsync($"/chat/{session}/share");
        found.AddRange(await ana.ViolationsAsync("share"));
        Acts.AssertNone(found);
    }, $"{nameof(The_conversation_in_all_its_states)}-{theme}-{width}");

    [Fact]
    public Task Documents_and_what_was_just_made() => browser.RunAsync(async journey =>
    {
        var admin = await journey.AdministratorAsync();
        var found = new List<string>();
        await admin.OpenAsync("/agents/documents");
        await admin.FillAsync(("Title", "Harbour rules"), ("Text", "# Mooring\n\nAsk the harbour master first."));
        await admin.Button("Add document").ClickAsync();
        await admin.Link("Harbour rules").ClickAsync();
        await Expect(admin.Heading("Harbour rules")).ToBeVisibleAsync();
        found.AddRange(await admin.ViolationsAsync("document"));
        await admin.OpenAsync("/settings/keys");
        await admin.FillAsync(("Name", "Script"));
        await admin.Button("Make key").ClickAsync();
        await Expect(admin.Field("New key")).ToBeVisibleAsync();
        found.AddRange(await admin.ViolationsAsync("new key"));
        Acts.AssertNone(found);
    });

    static BrowserNewContextOptions Size(int width) => new() { ViewportSize = new() { Width = width, Height = 800 } };
}
