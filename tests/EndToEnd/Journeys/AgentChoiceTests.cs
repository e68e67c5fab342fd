using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Who answers in the session, as every open page shows it.</summary>
[Collection("journeys")]
public sealed class AgentChoiceTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task What_one_chooses_and_sends_everybody_has_and_nobody_undoes_it_by_accident(bool script) => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana");
        var session = await Gallery.StartAsync(owner, "Tides");
        var ana = await journey.EnterAsync(owner, new() { JavaScriptEnabled = script });
        var ben = await journey.EnterAsync(owner);
        await ana.OpenAsync($"/chat/{session}");
        await ben.OpenSessionAsync(session);
        var before = await Choice(ana).InputValueAsync();
        Assert.NotEqual("guide", before);

        await Choice(ben).SelectOptionAsync("guide");
        await ben.SayAsync("What is a session?");
        await Expect(ben.Answer.GetByRole(AriaRole.Heading).First).ToContainTextAsync("Guide");
        if (script)
        {
            await Expect(Choice(ana)).ToHaveValueAsync("guide");
            await Expect(ana.Page.Locator("#answers-hint")).ToContainTextAsync("Guide answers every message.");
            await Expect(ana.Page.Locator("#agent-state")).ToHaveAttributeAsync("data-agent", "guide");
        }
        else
        {
            await Expect(Choice(ana)).ToHaveValueAsync(before);
        }

        await ana.Box.FillAsync("And how do I share it?");
        await ana.Button("Send").ClickAsync();
        await Expect(ana.Said("And how do I share it?").First).ToBeVisibleAsync();
        await ana.OpenAsync($"/chat/{session}");
        await Expect(Choice(ana)).ToHaveValueAsync("guide");
        await Expect(ana.Answers).ToHaveCountAsync(2);
        await Expect(ana.Answer.GetByRole(AriaRole.Heading).First).ToContainTextAsync("Guide");
    }, $"{nameof(What_one_chooses_and_sends_everybody_has_and_nobody_undoes_it_by_accident)}-{script}");

    [Fact]
    public Task What_somebody_has_chosen_and_not_sent_yet_stays_theirs() => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana");
        var session = await Gallery.StartAsync(owner, "Tides");
        var (ana, other) = (await journey.EnterAsync(owner), await journey.EnterAsync(owner));
        foreach (var tab in new[] { ana, other }) await tab.OpenSessionAsync(session);
        await Choice(ana).SelectOptionAsync("guide");

        // An agent that was added after the pages were opened.
        journey.Host.Services.GetRequiredService<SessionFeeds>().Publish(session, new FeedEvent
        {
            Name = "cm-chosen", Html = """{"chosen":"test/new","agent":"test/new","name":"Newcomer","status":"degraded"}""",
        });
        await Expect(Choice(other)).ToHaveValueAsync("test/new");
        await Expect(other.Page.Locator("#answers-hint")).ToContainTextAsync("Newcomer answers every message.");
        foreach (var tab in new[] { ana, other }) await Expect(tab.Page.Locator("#agent-state")).ToHaveTextAsync("Has trouble");
        await Expect(Choice(ana)).ToHaveValueAsync("guide");
        await Expect(ana.Page.Locator("#answers-hint")).ToContainTextAsync("Guide answers every message.");
        await other.Page.Locator("#presence").ClickAsync();
        await Expect(other.Page.Locator("#roster li").Last).ToContainTextAsync("Newcomer");

        await ana.SayAsync("What is a session?");
        await Expect(ana.Answer.GetByRole(AriaRole.Heading).First).ToContainTextAsync("Guide");
        await Expect(Choice(other)).ToHaveValueAsync("guide");
    });

    static ILocator Choice(Person person) => person.Page.Locator("#agent");
}
