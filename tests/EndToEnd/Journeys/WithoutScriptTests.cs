using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Everything but typing and presence works in a browser that runs no script, the growing answer included.</summary>
[Collection("journeys")]
public sealed partial class WithoutScriptTests(BrowserFixture browser)
{
    static readonly BrowserNewContextOptions NoScript = new() { JavaScriptEnabled = false };
    static readonly LocatorAssertionsToContainTextOptions AsSeen = new() { UseInnerText = true };

    [Fact]
    public Task The_whole_way_from_sign_in_to_sign_out() => browser.RunAsync(async journey =>
    {
        var account = await journey.Host.SignInAsync("Ana");
        var ana = await journey.VisitAsync(NoScript);
        await ana.OpenAsync("/");
        await ana.FillAsync(("Email", account.Email), ("Password", Integration.TestHost.Password));
        await ana.Button("Sign in").ClickAsync();
        await ana.Button("Start your first session").ClickAsync();
        await Expect(ana.Page).ToHaveURLAsync(ChatAddress());

        await ana.Title.FillAsync("Quiet talk");
        await ana.Title.PressAsync("Enter");
        await Expect(ana.Rail.GetByRole(AriaRole.Link, new() { Name = "Quiet talk" })).ToBeVisibleAsync();

        await ana.Page.GetByRole(AriaRole.Link, new() { Name = "1 person in this session" }).ClickAsync();
        await Expect(ana.Heading("People in this session")).ToBeVisibleAsync();

        await ana.Rail.GetByRole(AriaRole.Link, new() { Name = "Appearance" }).ClickAsync();
        await ana.Page.GetByRole(AriaRole.Radio, new() { NameRegex = DarkTheme() }).CheckAsync();
        await ana.Button("Save").ClickAsync();
        await Expect(ana.Page.Locator("[data-theme]")).ToHaveAttributeAsync("data-theme", "dark");

        await ana.Button("Sign out").ClickAsync();
        await Expect(ana.Heading("Sign in")).ToBeVisibleAsync();
    });

    [Fact]
    public Task The_answer_grows_while_the_page_is_still_coming() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", NoScript);
        await StartAsync(ana);
        var answer = journey.Answer("without script");
        await SendAsync(ana, "Does it work without script?");
        await answer.Asked;

        var growing = ana.Page.GetByRole(AriaRole.Article).Last;
        foreach (var (piece, seen) in new[]
        {
            ("Yes, ", "Yes,"), ("it does.\n\n", "Yes, it does."), ("Block ", "Block"), ("after block", "Block after block"), (" it grows.\n\n1. one\n", "it grows."), ("2. two", "two"),
        })
        {
            await answer.SendAsync(piece);
            await Expect(growing).ToContainTextAsync(seen, AsSeen);
        }
        // The composer is there before the answer has ended.
        await Expect(ana.Box).ToBeVisibleAsync();
        await Expect(ana.Button("Stop")).ToBeVisibleAsync();
        await answer.FinishAsync();
        await Expect(growing).ToContainTextAsync("15 tokens");
        Assert.Equal(1, Regex.Count(await growing.InnerTextAsync(), "Block after block"));

        await ana.Link("Show the finished conversation").ClickAsync();
        await ana.AssertAnswerAsync("Yes, it does.", "Block after block it grows.", "one", "two");
    });

    [Fact]
    public Task Stop_is_a_form() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", NoScript);
        await StartAsync(ana);
        var answer = journey.Answer("endless");
        await SendAsync(ana, "An endless poem");
        await answer.SendAsync("Rose, ");
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Rose,", AsSeen);
        await ana.Button("Stop").ClickAsync();
        await answer.Aborted.WaitAsync(TimeSpan.FromSeconds(20));
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Stopped by Ana");
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Rose,", AsSeen);
    });

    [Fact]
    public Task Who_comes_while_an_answer_is_written_can_follow_it() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", NoScript);
        await StartAsync(ana);
        var answer = journey.Answer("Tell at length");
        await SendAsync(ana, "Tell at length");
        await answer.SendAsync("Once ");
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Once", AsSeen);

        await ana.OpenAsync($"/chat/{ana.SessionId}");
        await ana.Link("Follow the answer").ClickAsync();
        await answer.SendAsync("upon a time");
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Once upon a time", AsSeen);
        await answer.FinishAsync();
        await ana.Link("Show the finished conversation").ClickAsync();
        await ana.AssertAnswerAsync("Once upon a time");
        await Expect(ana.Link("Follow the answer")).ToHaveCountAsync(0);
    });

    [Fact]
    public Task A_refused_message_stays_in_the_box() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", NoScript);
        await StartAsync(ana);
        await SendAsync(ana, "   ");
        await Expect(ana.Refusal).ToHaveTextAsync("There is nothing to send yet. Type a message first.");
        await SendAsync(ana, "Now there is");
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Echo: Now there is", AsSeen);
    });

    static async Task StartAsync(Person person)
    {
        await person.OpenAsync("/sessions");
        await person.Button("New session").ClickAsync();
        await Expect(person.Page).ToHaveURLAsync(ChatAddress());
    }

    static async Task SendAsync(Person person, string text)
    {
        await person.Box.FillAsync(text);
        await person.Button("Send").ClickAsync();
    }

    [GeneratedRegex("^Dark")]
    private static partial Regex DarkTheme();

    [GeneratedRegex("/chat/[0-9a-f-]{36}")]
    private static partial Regex ChatAddress();
}
