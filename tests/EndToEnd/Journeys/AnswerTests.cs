using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>An answer belongs to the server: what happens to pages does not change it.</summary>
[Collection("journeys")]
public sealed class AnswerTests(BrowserFixture browser)
{
    [Fact]
    public Task Reloading_in_the_middle_shows_what_there_is_and_goes_on() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var answer = journey.Answer("Tell a story");
        await ana.SayAsync("Tell a story");
        await answer.SendAsync("Once upon a time\n\nthere was");
        await Expect(ana.Answer).ToContainTextAsync("there was");

        await ana.Page.ReloadAsync();
        await ana.LiveAsync();
        await Expect(ana.Answer).ToContainTextAsync("there was");
        await Expect(ana.Button("Stop")).ToBeVisibleAsync();
        await answer.SendAsync(" a lighthouse");
        await Expect(ana.Answer).ToContainTextAsync("there was a lighthouse");

        var tab = await ana.SecondTabAsync();
        await Expect(tab.Answer).ToContainTextAsync("there was a lighthouse");
        await answer.SendAsync(" by the sea.");
        await Expect(tab.Answer).ToContainTextAsync("a lighthouse by the sea.");
        await answer.FinishAsync();
        foreach (var page in new[] { ana, tab }) await page.AssertAnswerAsync("Once upon a time", "there was a lighthouse by the sea.");
    });

    [Fact]
    public Task An_image_from_elsewhere_is_a_link_that_names_the_host_and_loads_nothing() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        var asked = new System.Collections.Concurrent.ConcurrentQueue<string>();
        ana.Page.Request += (_, request) => asked.Enqueue(request.Url);
        await ana.StartSessionAsync();
        var answer = journey.Answer("Show a chart");
        await ana.SayAsync("Show a chart");
        await answer.SendAsync("Here: ![A chart](https://images.example.org/chart.png?who=ana) and");
        await Expect(ana.Answer).ToContainTextAsync("images.example.org");
        await answer.FinishAsync();
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        await ana.Page.ReloadAsync();

        var image = ana.Answer.GetByRole(AriaRole.Link).Filter(new() { HasText = "images.example.org" });
        await Expect(image).ToHaveAttributeAsync("href", "https://images.example.org/chart.png?who=ana");
        await Expect(ana.Answer.Locator("img")).ToHaveCountAsync(0);
        Assert.DoesNotContain(asked, url => !url.StartsWith(ana.Home.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
    });

    [Fact]
    public Task Closing_the_tab_does_not_stop_the_answer() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var session = ana.SessionId;
        var answer = journey.Answer("Something long");
        await ana.SayAsync("Something long, please");
        await answer.SendAsync("It begins");
        await Expect(ana.Answer).ToContainTextAsync("It begins");

        await ana.CloseTabAsync();
        await answer.SendAsync(" and ends.");
        await answer.FinishAsync();
        Assert.False(answer.Aborted.IsCompleted);
        await ana.OpenSessionAsync(session);
        await ana.AssertAnswerAsync("It begins and ends.");
    });

    [Fact]
    public Task A_failed_answer_says_why_and_can_be_asked_for_again() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await Task.WhenAll(journey.Answer("busy hour").RefuseAsync(429, retryAfter: "60"), RetryAsync());

        async Task RetryAsync()
        {
            await ana.SayAsync("Are you free at this busy hour?");
            await Expect(ana.Answer).ToContainTextAsync("takes no more requests for now. Try again in 60 seconds.");
            // The address may name the version that is the current one, and does not when another one is.
            await ana.OpenAsync($"/chat/{ana.SessionId}?branch=0");
            await ana.LiveAsync();
            var again = journey.Answer("busy hour");
            await ana.Answer.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
            await again.SendAsync("Now I am.");
            await again.FinishAsync();
            await ana.AssertAnswerAsync("Now I am.");
            await Expect(ana.Box).ToBeFocusedAsync();
            await Expect(ana.Page).ToHaveURLAsync(new Regex("/chat/[0-9a-f-]+$"));
            // The answer that failed is one version back.
            await ana.Answer.GetByRole(AriaRole.Link, new() { Name = "Previous version" }).ClickAsync();
            await Expect(ana.Answer).ToContainTextAsync("takes no more requests for now.");
        }
    });

    [Fact]
    public Task An_answer_that_breaks_off_keeps_its_text_and_offers_retry() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var answer = journey.Answer("thin wire");
        await ana.SayAsync("Over a thin wire");
        await answer.SendAsync("Half of it");
        await Expect(ana.Answer).ToContainTextAsync("Half of it");
        await answer.CutOffAsync();
        await Expect(ana.Answer).ToContainTextAsync("The text so far is kept.");
        await Expect(ana.Answer).ToContainTextAsync("Half of it");
        await Expect(ana.Answer.GetByRole(AriaRole.Button, new() { Name = "Retry" })).ToBeVisibleAsync();
    });

    [Fact]
    public Task After_the_network_was_gone_the_text_is_there_exactly_once() => browser.RunAsync(async journey =>
    {
        await using var wire = new Wire(journey.Host.BaseAddress);
        var ana = await journey.EnterAsync(await journey.Host.SignInAsync("Ana"), wire: wire);
        await ana.StartSessionAsync();
        var answer = journey.Answer("Count");
        await ana.SayAsync("Count, please");
        await answer.SendAsync("alpha beta\n\n");
        await Expect(ana.Answer).ToContainTextAsync("alpha beta");

        wire.Cut();
        await answer.SendAsync("gamma delta ");
        await Expect(ana.Page.Locator("#connection")).ToContainTextAsync("Reconnecting");
        await answer.SendAsync("epsilon\n\nzeta ");
        wire.Mend();

        await Expect(ana.Answer).ToContainTextAsync("zeta");
        await answer.SendAsync("eta");
        await answer.FinishAsync();
        await ana.AssertAnswerAsync("alpha beta", "gamma delta epsilon", "zeta eta");
        await Expect(ana.Messages).ToHaveCountAsync(2);
    });

    [Fact]
    public Task An_answer_that_ended_while_the_network_was_gone_is_there_afterwards() => browser.RunAsync(async journey =>
    {
        await using var wire = new Wire(journey.Host.BaseAddress);
        var ana = await journey.EnterAsync(await journey.Host.SignInAsync("Ana"), wire: wire);
        await ana.StartSessionAsync();
        var answer = journey.Answer("Say goodbye");
        await ana.SayAsync("Say goodbye");
        await answer.SendAsync("Good");
        await Expect(ana.Answer).ToContainTextAsync("Good");
        wire.Cut();
        await answer.SendAsync("bye.");
        await answer.FinishAsync();
        await Expect(ana.Page.Locator("#connection")).ToContainTextAsync("Reconnecting");
        wire.Mend();
        await ana.AssertAnswerAsync("Goodbye.");
        await Expect(ana.Button("Send")).ToBeVisibleAsync();
    });

    [Fact]
    public Task The_guide_answers_from_the_documentation_with_sources() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.Field("Agent").SelectOptionAsync("Guide");
        await ana.SayAsync("How is ChatMonolith started?");
        await Expect(ana.Answer.GetByText("source").First).ToBeVisibleAsync();
        await ana.Answer.GetByRole(AriaRole.Link, new() { Name = "Open the source" }).First.ClickAsync();
        await Expect(ana.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/agents/documents/"));
        await Expect(ana.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("The guide quotes from it.");
    });
}
