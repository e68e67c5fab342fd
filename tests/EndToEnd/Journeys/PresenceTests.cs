using System.Text.RegularExpressions;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Who is here, what they and the agents do, and what is hidden of it.</summary>
[Collection("journeys")]
public sealed class PresenceTests(BrowserFixture browser)
{
    // Leaving is told after 8 seconds, and to screen readers at most every 10.
    static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { Timeout = 30_000 };

    [Fact]
    public Task The_list_of_people_opens_by_keyboard_and_says_in_words_who_is_here_and_how() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ben.Page.Clock.InstallAsync();
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await Expect(ana.Button("Only you here")).ToBeVisibleAsync();
        await ben.OpenSessionAsync(ana.SessionId);
        await Expect(ana.Button("2 here now")).ToBeVisibleAsync();

        await ana.Button("2 here now").FocusAsync();
        await ana.Page.Keyboard.PressAsync("Enter");
        var list = ana.Page.GetByRole(AriaRole.Dialog, new() { Name = "Who is here" });
        await Expect(list.GetByRole(AriaRole.Listitem)).ToHaveTextAsync([new Regex("Ana \\(you\\)Owner · Active"), new Regex("BenEditor · Active"), new Regex("test-modelAgent · Ready")]);
        await ana.AssertAccessibleAsync("open list of people");

        await ben.Page.Clock.FastForwardAsync(200_000);
        await Expect(list.GetByText("Editor · Idle")).ToBeVisibleAsync();
        await ben.Page.Mouse.MoveAsync(200, 300);
        await Expect(list.GetByText("Editor · Active")).ToBeVisibleAsync();
        await ana.Page.Keyboard.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();
        await Expect(ana.Button("2 here now")).ToBeFocusedAsync();

        await ana.Page.SetViewportSizeAsync(320, 640);
        await ana.Button("2 here now").ClickAsync();
        await Expect(list).ToBeVisibleAsync();
        Assert.InRange(await ana.OverflowAsync(), int.MinValue, 0);
        await ana.AssertAccessibleAsync("open list of people at 320");
    });

    [Fact]
    public Task It_follows_names_and_has_no_row_for_addresses_that_wait() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        var session = ana.SessionId;
        await ana.ShareAsync(ben);
        await ana.OpenAsync($"/chat/{session}/people");
        foreach (var email in new[] { "first@example.org", "second@example.org" })
        {
            await ana.FillAsync(("E-mail address or name", email));
            await ana.Button("Invite").ClickAsync();
            await Expect(ana.Heading(email)).ToBeVisibleAsync();
        }
        await ana.OpenSessionAsync(session);
        await ben.OpenSessionAsync(session);
        await ana.Button("2 here now").ClickAsync();
        var rows = ana.Page.GetByRole(AriaRole.Dialog, new() { Name = "Who is here" }).GetByRole(AriaRole.Listitem);
        await Expect(rows).ToHaveTextAsync([new Regex("Ana \\(you\\)"), new Regex("BenEditor"), new Regex("test-modelAgent")]);

        var settings = await ben.SecondTabAsync();
        await settings.OpenAsync("/settings/profile");
        await settings.FillAsync(("Name", "Benedikt"));
        await settings.Button("Save name").ClickAsync();
        await Expect(rows).ToHaveTextAsync([new Regex("Ana \\(you\\)"), new Regex("BenediktEditor"), new Regex("test-modelAgent")]);
        await ben.Box.PressSequentiallyAsync("It is me");
        await Expect(ana.Page.GetByText("Benedikt is typing")).ToBeVisibleAsync();
    });

    [Fact]
    public Task Coming_and_going_is_told_to_screen_readers_once_and_rarely() => browser.RunAsync(async journey =>
    {
        var (ana, ben, cy) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"), await journey.SignInAsync("Cy"));
        await ana.StartSessionAsync();
        foreach (var other in new[] { ben, cy }) await ana.ShareAsync(other);
        await ben.OpenSessionAsync(ana.SessionId);
        var said = ana.Page.Locator("#sr-status");
        await Expect(said).ToHaveTextAsync("Ben joined", Patiently);
        await ben.Page.ReloadAsync();
        await cy.OpenSessionAsync(ana.SessionId);
        await Expect(ana.Button("3 here now")).ToBeVisibleAsync();
        await ben.Page.CloseAsync();
        await Expect(said).ToHaveTextAsync(new Regex("Cy joined"), new() { Timeout = 30_000 });
        await Expect(said).ToHaveTextAsync(new Regex("Ben left"), new() { Timeout = 30_000 });

        var times = await ana.Page.EvaluateAsync<string[]>("() => announced.filter(a => /joined|left/.test(a.text)).map(a => a.text)");
        Assert.InRange(times.Length, 2, 3);
        Assert.Single(times, t => t.Contains("Ben joined", StringComparison.Ordinal));
        Assert.DoesNotContain(times, t => t.Contains("Ana", StringComparison.Ordinal));
    });

    [Fact]
    public Task What_an_agent_does_and_for_whom_stands_above_the_message_box() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        var answer = journey.Answer("Why are there tides");
        await ana.SayAsync("Why are there tides?");
        await answer.Asked;
        var (anas, bens) = (ana.Page.Locator("#doing"), ben.Page.Locator("#doing"));
        await Expect(bens).ToHaveTextAsync("test-model is thinking for Ana");
        await Expect(anas).ToHaveTextAsync("test-model is thinking");
        foreach (var person in new[] { ana, ben }) await Expect(person.Answer.GetByRole(AriaRole.Heading)).ToContainTextAsync("Answering Ana");

        // An agent with tools says which, as the Guide does; the time that it takes is not in a test's hand.
        var reply = (await ben.Answer.GetAttributeAsync("id"))!["message-".Length..];
        journey.Host.Services.GetRequiredService<SessionFeeds>().Publish(ana.SessionId, new FeedEvent
        {
            Name = "cm-doing", Html = $$$"""{"agent":"guide","name":"Guide","status":"tool","activity":"searching the documents","messageId":"{{{reply}}}","for":{"id":"x","name":"Ana"}}""",
        });
        await Expect(bens).ToHaveTextAsync("Guide is searching the documents");

        await answer.SendAsync("The moon ");
        await Expect(bens).ToHaveTextAsync("test-model is writing for Ana");
        // Who comes later knows it too, and a person who types stands beside it.
        await ben.Page.ReloadAsync();
        await Expect(bens).ToHaveTextAsync("test-model is writing for Ana");
        await ana.Box.PressSequentiallyAsync("And");
        await Expect(ben.Page.GetByText("Ana is typing")).ToBeVisibleAsync();
        await answer.SendAsync("pulls.");
        await answer.FinishAsync();
        foreach (var person in new[] { ana, ben })
        {
            await person.AssertAnswerAsync("The moon pulls.");
            await Expect(person.Page.Locator("#doing")).ToBeEmptyAsync();
            await Expect(person.Answer.GetByRole(AriaRole.Heading)).Not.ToContainTextAsync("Answering");
        }
    });

    [Fact]
    public Task Who_hides_is_gone_for_others_at_once_and_sees_them_still() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        await Expect(ana.Button("2 here now")).ToBeVisibleAsync();

        var settings = await ben.SecondTabAsync();
        await settings.OpenAsync("/settings/privacy");
        await settings.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Hide that I am here", Exact = true }).CheckAsync();
        await settings.Button("Save").ClickAsync();
        await Expect(settings.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();

        await Expect(ana.Button("Only you here")).ToBeVisibleAsync();
        await ben.Box.PressSequentiallyAsync("Do you see me");
        await ben.Button("1 here now").ClickAsync();
        var list = ben.Page.GetByRole(AriaRole.Dialog, new() { Name = "Who is here" });
        await Expect(list.GetByText("Owner · Active")).ToBeVisibleAsync();
        await Expect(list.GetByText("Editor · Hidden from others")).ToBeVisibleAsync();
        await ana.Box.PressSequentiallyAsync("Hello");
        await Expect(ben.Page.GetByText("Ana is typing")).ToBeVisibleAsync();
        await Expect(ana.Page.GetByText("Ben is typing")).ToBeHiddenAsync();
    });
}
