using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>The sources of an answer: a card beside the text, a list below it.</summary>
[Collection("journeys")]
public sealed class SourceTests(BrowserFixture browser)
{
    [Fact]
    public Task A_number_shows_its_source_by_pointer_and_by_keyboard() => browser.RunAsync(async journey =>
    {
        var (ana, number) = await AskAsync(journey, null);
        var card = Card(ana);
        await number.HoverAsync();
        await Expect(card).ToBeVisibleAsync();
        await ana.AssertAccessibleAsync("a source's card");
        await ana.Page.Mouse.MoveAsync(2, 2);
        await Expect(card).ToBeHiddenAsync();

        await ana.Box.FocusAsync();
        await number.FocusAsync();
        await ana.Page.Keyboard.PressAsync("Enter");
        var open = card.GetByRole(AriaRole.Link, new() { Name = "Open the source" });
        await Expect(open).ToBeFocusedAsync();
        await ana.Page.Keyboard.PressAsync("Escape");
        await Expect(card).ToBeHiddenAsync();
        await Expect(number).ToBeFocusedAsync();
    });

    [Theory]
    [InlineData(320, 256)]
    [InlineData(320, 640)]
    [InlineData(1280, 800)]
    public Task The_card_stays_inside_the_screen(int width, int height) => browser.RunAsync(async journey =>
    {
        var (ana, number) = await AskAsync(journey, new() { ViewportSize = new() { Width = width, Height = height } });
        await number.ClickAsync();
        var box = (await Card(ana).BoundingBoxAsync())!;
        Assert.True(box is { X: >= 0, Y: >= 0, Width: > 200, Height: > 60 } && box.X + box.Width <= width && box.Y + box.Height <= height, $"{box.X},{box.Y} {box.Width}×{box.Height}");
        Assert.True(await ana.OverflowAsync() <= 0, "The page scrolls sideways.");
    });

    [Fact]
    public Task Without_script_the_number_leads_to_the_list_and_back() => browser.RunAsync(async journey =>
    {
        var (ana, _) = await AskAsync(journey, null);
        var session = ana.SessionId;
        var cookies = await ana.Context.CookiesAsync();
        var plain = await journey.VisitAsync(new() { JavaScriptEnabled = false });
        await plain.Context.AddCookiesAsync(cookies.Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path }));
        await plain.OpenAsync($"/chat/{session}");
        await plain.Page.Locator(".cite > a").First.ClickAsync();
        await Expect(plain.Page.Locator(".sources li:target")).ToBeInViewportAsync();
        await plain.Page.Locator(".sources li:target .back").ClickAsync();
        await Expect(plain.Page.Locator(".cite > a:target")).ToBeInViewportAsync();
    });

    [Fact]
    public Task While_the_answer_grows_its_sources_are_there_and_a_closed_list_stays_closed() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var script = journey.Answer("Which tide");
        await ana.SayAsync("Which tide is highest?");
        await script.SendEventAsync("""{"search_results":[{"title":"Almanac","url":"https://tides.example/a","snippet":"Of **spring** tides"},{"title":"Log","url":"https://log.example/"}]}""");
        await script.SendAsync("The spring tide [1]");
        await ana.Answer.Locator(".cite > a").ClickAsync();
        await Expect(Card(ana)).ToContainTextAsync("Of spring tides");
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "running");
        await ana.AssertAccessibleAsync("sources of an answer that grows");
        await ana.Page.Keyboard.PressAsync("Escape");

        var list = ana.Answer.Locator("details.sources");
        await list.GetByText("2 sources").ClickAsync();
        await Expect(list).Not.ToHaveAttributeAsync("open", "");
        await script.SendAsync(", says a log [2].");
        await Expect(list.Locator("li[value='2']")).ToBeAttachedAsync();
        await Expect(list).Not.ToHaveAttributeAsync("open", "");
        await script.FinishAsync();
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        await Expect(list).Not.ToHaveAttributeAsync("open", "");
    });

    static ILocator Card(Person person) => person.Page.Locator(".source-card");

    static async Task<(Person Person, ILocator Number)> AskAsync(Journey journey, BrowserNewContextOptions? options)
    {
        var ana = await journey.SignInAsync("Ana", options);
        await ana.StartSessionAsync();
        await ana.Field("Agent").SelectOptionAsync("Guide");
        await ana.SayAsync("How is ChatMonolith started?");
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        return (ana, ana.Answer.Locator(".cite > a").First);
    }
}
