using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>What a screen reader finds, and what it is told.</summary>
[Collection("access")]
public sealed class TranscriptTests(BrowserFixture browser)
{
    [Fact]
    public Task Each_message_is_an_article_whose_heading_names_its_author() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.SayAsync("Hello there");
        await Expect(ana.Answer).ToContainTextAsync("Echo: Hello there");
        await Expect(ana.Conversation).ToBeVisibleAsync();
        await Expect(ana.Messages).ToHaveCountAsync(2);
        await Expect(ana.Messages.First.GetByRole(AriaRole.Heading, new() { Level = 3 })).ToContainTextAsync("Ana");
        await Expect(ana.Answer.GetByRole(AriaRole.Heading, new() { Level = 3 })).ToContainTextAsync("test-model");
        Assert.Equal(0, await ana.Page.Locator("#conversation [aria-live], #conversation[aria-live], #conversation [role=log], #conversation [role=status]").CountAsync());
    });

    [Fact]
    public Task An_answer_is_announced_when_it_begins_and_once_when_it_is_whole() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        var answer = journey.Answer("Tell me");
        await ana.SayAsync("Tell me about the sea");
        foreach (var piece in new[] { "The sea ", "is **wide**.\n\n", "It is ", "deep." })
        {
            await answer.SendAsync(piece);
            await Expect(ana.Answer).ToContainTextAsync(piece.Replace("**", "").Trim());
        }
        await answer.FinishAsync();
        await Expect(ana.Page.Locator("#sr-log")).ToContainTextAsync("The sea is wide.");
        await Expect(ana.Page.Locator("#sr-status")).ToContainTextAsync("Answer ready");

        var announced = (await ana.Page.EvaluateAsync<JsonElement>("() => announced")).EnumerateArray()
            .Select(a => (Region: a.GetProperty("region").GetString(), Text: a.GetProperty("text").GetString()!)).ToList();
        Assert.Single(announced, a => a.Region == "sr-status" && a.Text == "test-model is answering");
        Assert.Single(announced, a => a.Region == "sr-status" && a.Text.StartsWith("Answer ready: 7 words", StringComparison.Ordinal));
        Assert.Matches(@"^The sea is wide\.\s+It is deep\.\s*$", Assert.Single(announced, a => a.Region == "sr-log").Text);
        Assert.Equal(3, announced.Count);
    });

    [Fact]
    public Task A_failure_is_announced_with_what_to_do() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        _ = journey.Answer("wrong").RefuseAsync(401);
        await ana.SayAsync("What is wrong?");
        await Expect(ana.Page.Locator("#sr-status")).ToContainTextAsync("Retry is available.");
    });
}
