using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>A side thread while others go on in the conversation, and quoting.</summary>
[Collection("journeys")]
public sealed class ThreadTests(BrowserFixture browser)
{
    [Fact]
    public Task One_replies_aside_and_the_other_sees_the_count_grow_in_an_undisturbed_conversation() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ana.SayAsync("Why are there tides?");
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        await ben.OpenSessionAsync(ana.SessionId);

        await ben.Answer.HoverAsync();
        await ben.Answer.GetByRole(AriaRole.Link, new() { Name = "Reply in thread" }).ClickAsync();
        await ben.LiveAsync();
        await Expect(ben.Page.GetByRole(AriaRole.Region, new() { Name = "Thread" })).ToContainTextAsync("Echo: Why are there tides?");
        var aside = journey.Answer("aside, is it");
        await ben.SayAsync("And aside, is it the moon?");
        await aside.SendAsync("Yes, the ");
        var thread = ben.Page.Locator("#transcript article");
        await Expect(thread).ToHaveCountAsync(2);
        await Expect(thread.Last).ToContainTextAsync("Yes, the");
        await Expect(ben.Button("Stop")).ToBeVisibleAsync();

        // Ana sees that there is something, and nothing of it.
        var replies = ana.Answer.GetByRole(AriaRole.Link, new() { NameString = "replies" });
        await Expect(replies).ToContainTextAsync("2 replies, last ");
        await Expect(ana.Messages).ToHaveCountAsync(2);
        await Expect(ana.Button("Send")).ToBeVisibleAsync();
        await ana.SayAsync("Meanwhile here");
        await Expect(ana.Answer).ToContainTextAsync("Echo: Meanwhile here");
        await aside.SendAsync("moon.");
        await aside.FinishAsync();
        await Expect(thread.Last).ToContainTextAsync("Yes, the moon.");
        await ben.SayAsync("Thank you");
        await Expect(thread).ToHaveCountAsync(4);
        await Expect(ana.Conversation.GetByRole(AriaRole.Link, new() { NameString = "replies" })).ToContainTextAsync("4 replies");
        await Expect(ana.Messages).ToHaveCountAsync(4);
        await Expect(ben.Page.GetByText("Meanwhile here")).ToHaveCountAsync(0);
        await ana.Title.FillAsync("Sea and sky");
        await ana.Title.PressAsync("Enter");
        await Expect(ben.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the conversation: Sea and sky" })).ToBeVisibleAsync();
        await Expect(ben.Page).ToHaveTitleAsync("Thread in Sea and sky - ChatMonolith");

        await ana.Conversation.GetByRole(AriaRole.Link, new() { NameString = "replies" }).ClickAsync();
        await Expect(ana.Page.Locator("#transcript article")).ToHaveCountAsync(4);
        foreach (var (width, height) in new[] { (1280, 900), (320, 700) })
        {
            await ana.Page.SetViewportSizeAsync(width, height);
            await ana.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, "shots", $"thread-{width}.png"), FullPage = true });
        }
        await ana.Page.SetViewportSizeAsync(1280, 900);
        await ana.Page.GetByRole(AriaRole.Link, new() { NameString = "Back to the conversation" }).ClickAsync();
        await Expect(ana.Messages).ToHaveCountAsync(4);
        await ana.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, "shots", "thread-link.png"), FullPage = true });
    });

    [Fact]
    public Task Who_types_in_a_thread_is_seen_there_and_not_in_the_conversation() => browser.RunAsync(async journey =>
    {
        var (ana, ben, cy) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"), await journey.SignInAsync("Cy"));
        await ana.StartSessionAsync();
        foreach (var other in new[] { ben, cy }) await ana.ShareAsync(other);
        await ana.SayAsync("Why are there tides?");
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        var root = (await ana.Answer.GetAttributeAsync("id"))!["message-".Length..];
        foreach (var inThread in new[] { ben, cy }) await inThread.OpenAsync($"/chat/{ana.SessionId}/thread/{root}");
        await Expect(ana.Button("3 here now")).ToBeVisibleAsync();
        var conversation = await cy.SecondTabAsync();
        await conversation.OpenSessionAsync(ana.SessionId);
        await Expect(conversation.Button("3 here now")).ToBeVisibleAsync();
        foreach (var watched in new[] { ana, cy })
            await watched.Page.EvaluateAsync("""
                () => {
                  const line = document.querySelector(".typing");
                  window.lines = [];
                  new MutationObserver(() => lines.push(line.innerText.trim())).observe(line, { childList: true, subtree: true, characterData: true });
                }
                """);

        // What comes last shows that what was before it did not come.
        await ana.Box.PressSequentiallyAsync("Meanwhile");
        await Expect(conversation.Page.GetByText("Ana is typing")).ToBeVisibleAsync();
        await ben.Box.PressSequentiallyAsync("Aside");
        await Expect(cy.Page.GetByText("Ben is typing")).ToBeVisibleAsync();
        await conversation.Box.PressSequentiallyAsync("Me too");
        await Expect(ana.Page.GetByText("Cy is typing")).ToBeVisibleAsync();

        var answer = journey.Answer("Aside, is it the moon?");
        await ben.SayAsync("Aside, is it the moon?");
        await answer.Asked;
        await Expect(cy.Page.Locator("#typing")).ToBeEmptyAsync();
        await Expect(cy.Page.Locator("#doing")).ToHaveTextAsync("test-model is thinking for Ben");
        await Expect(ana.Conversation.GetByRole(AriaRole.Link, new() { NameString = "replies" })).ToContainTextAsync("2 replies");
        await answer.SendAsync("Yes.");
        await answer.FinishAsync();
        await Expect(cy.Page.Locator("#doing")).ToBeEmptyAsync();

        var (anas, cys) = (await LinesAsync(ana), await LinesAsync(cy));
        Assert.Contains("Cy is typing", anas);
        Assert.DoesNotContain(anas, line => line.Contains("Ben", StringComparison.Ordinal) || line.Contains("test-model", StringComparison.Ordinal));
        Assert.Contains("Ben is typing", cys);
        Assert.DoesNotContain(cys, line => line.Contains("Ana", StringComparison.Ordinal));

        static Task<string[]> LinesAsync(Person person) => person.Page.EvaluateAsync<string[]>("() => lines");
    });

    [Fact]
    public Task A_summary_lands_in_the_conversation() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana");
        await ana.StartSessionAsync();
        await ana.SayAsync("Why are there tides?");
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        await ana.Answer.HoverAsync();
        await ana.Answer.GetByRole(AriaRole.Link, new() { Name = "Reply in thread" }).ClickAsync();
        await ana.LiveAsync();
        await ana.SayAsync("Is it the moon?");
        await Expect(ana.Page.Locator("#transcript article[data-status=done]")).ToHaveCountAsync(2);
        var summary = journey.Answer("Summary of the");
        await ana.Button("Summarise").ClickAsync();
        await summary.SendAsync("It is ");
        await Expect(ana.Answer).ToContainTextAsync("It is");
        await summary.SendAsync("the moon.");
        await summary.FinishAsync();
        await Expect(ana.Answer).ToContainTextAsync("It is the moon.");
        await ana.Page.GetByRole(AriaRole.Link, new() { NameString = "thread under a message by" }).ClickAsync();
        await Expect(ana.Page.Locator("#transcript article")).ToHaveCountAsync(2);
    });

    [Fact]
    public Task Who_went_back_to_the_conversation_is_told_when_the_answer_in_the_thread_is_there() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana");
        await ana.StartSessionAsync();
        await ana.SayAsync("Why are there tides?");
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        await ana.Answer.HoverAsync();
        await ana.Answer.GetByRole(AriaRole.Link, new() { Name = "Reply in thread" }).ClickAsync();
        await ana.LiveAsync();
        var aside = journey.Answer("Is it the moon?");
        await ana.SayAsync("Is it the moon?");
        await aside.SendAsync("Yes, ");
        await Expect(ana.Page.Locator("#transcript article").Last).ToContainTextAsync("Yes,");
        await ana.Page.GetByRole(AriaRole.Link, new() { NameString = "Back to the conversation" }).ClickAsync();
        await ana.LiveAsync();
        // The notice comes by the socket.
        await Expect(ana.Page.Locator("#presence")).ToHaveTextAsync("Only you here");
        await aside.SendAsync("it is.");
        await aside.FinishAsync();

        var notice = ana.Page.Locator("#notices");
        await Expect(notice).ToContainTextAsync("Answer ready in a thread of Why are there tides?");
        await notice.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ana.Page).ToHaveURLAsync(new Regex("/thread/.*#message-"));
        await Expect(ana.Page.Locator("#transcript article").Last).ToContainTextAsync("Yes, it is.");
        await Expect(ana.Page.Locator("#notices")).ToBeEmptyAsync();
    });

    [Fact]
    public Task A_quotation_goes_behind_what_is_typed_already() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana");
        await ana.StartSessionAsync();
        await ana.SayAsync("Why are there tides?");
        await Expect(ana.Answer).ToHaveAttributeAsync("data-status", "done");
        await ana.Box.FillAsync("My draft");
        await ana.Answer.HoverAsync();
        await ana.Answer.GetByRole(AriaRole.Link, new() { Name = "Quote" }).ClickAsync();
        await Expect(ana.Box).ToHaveValueAsync("My draft\n\n> **test-model:**\n> Echo: Why are there tides?\n\n");
        await Expect(ana.Box).ToBeFocusedAsync();

        // Only what is selected, when that is in the message.
        await ana.Box.FillAsync("");
        await ana.Answer.Locator(".body p").First.EvaluateAsync("p => getSelection().setBaseAndExtent(p.firstChild, 6, p.firstChild, 9)");
        await ana.Answer.GetByRole(AriaRole.Link, new() { Name = "Quote" }).ClickAsync();
        await Expect(ana.Box).ToHaveValueAsync("> **test-model:**\n> Why\n\n");

        // A page that comes with a quotation keeps the draft that is in this browser, also when it is loaded again.
        var quote = await ana.Said("Why are there tides?").First.GetByRole(AriaRole.Link, new() { Name = "Quote" }).GetAttributeAsync("href");
        await ana.OpenAsync($"/chat/{ana.SessionId}{quote}");
        await ana.LiveAsync();
        await Expect(ana.Box).ToHaveValueAsync("> **test-model:**\n> Why\n\n> **Ana:**\n> Why are there tides?\n\n");
        var kept = "Changed: " + await ana.Box.InputValueAsync();
        await ana.Box.FillAsync(kept);
        await ana.Page.ReloadAsync();
        await ana.LiveAsync();
        await Expect(ana.Box).ToHaveValueAsync(kept);
    });
}
