using System.Text.RegularExpressions;
using ChatMonolith.Tests.Integration;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

[Collection("journeys")]
public sealed partial class FirstStartTests(BrowserFixture browser)
{
    const string Password = "a long enough sentence";

    [Fact]
    public async Task A_new_server_gets_its_administrator_who_invites_a_second_person()
    {
        var (host, link) = await StartUnconfiguredAsync();
        await using var _ = host;
        await browser.RunAsync(host, async journey =>
        {
            var ada = await journey.VisitAsync();
            await ada.OpenAsync(link);
            await ada.AssertAccessibleAsync("set-up");
            await ada.FillAsync(("Name", "Ada"), ("Email", "ada@example.org"), ("Password", Password));
            await ada.Button("Create the administrator").ClickAsync();
            await Expect(ada.Heading("Welcome, Ada")).ToBeVisibleAsync();

            await ada.Link("Users").ClickAsync();
            await ada.FillAsync(("Name", "Ben"), ("Email", "ben@example.org"));
            await ada.Button("Add").ClickAsync();
            var invite = await ada.Field("Link").InputValueAsync();

            var ben = await journey.VisitAsync();
            await ben.OpenAsync(invite);
            await ben.AssertAccessibleAsync("invitation");
            await Expect(ben.Field("Name")).ToHaveValueAsync("Ben");
            await ben.FillAsync(("Password", Password));
            await ben.Button("Save and sign in").ClickAsync();
            await Expect(ben.Heading("Welcome, Ben")).ToBeVisibleAsync();
            await Expect(ben.Button("Sign out")).ToBeVisibleAsync();

            await ada.Page.ReloadAsync();
            await Expect(ada.Button("Sign out")).ToBeVisibleAsync();
            await Expect(ada.Heading("2 people")).ToBeVisibleAsync();
            await TalkAsync(journey, ada, ben);
        });
    }

    [Fact]
    public async Task The_same_way_for_two_people_whose_browsers_run_no_script()
    {
        var (host, link) = await StartUnconfiguredAsync();
        await using var _ = host;
        await browser.RunAsync(host, async journey =>
        {
            BrowserNewContextOptions noScript = new() { JavaScriptEnabled = false };
            var ada = await journey.VisitAsync(noScript);
            await ada.OpenAsync(link);
            await ada.FillAsync(("Name", "Ada"), ("Email", "ada@example.org"), ("Password", Password));
            await ada.Button("Create the administrator").ClickAsync();
            await ada.Link("Users").ClickAsync();
            await ada.FillAsync(("Name", "Ben"), ("Email", "ben@example.org"));
            await ada.Button("Add").ClickAsync();
            var invite = await ada.Field("Link").InputValueAsync();
            var ben = await journey.VisitAsync(noScript);
            await ben.OpenAsync(invite);
            await ben.FillAsync(("Password", Password));
            await ben.Button("Save and sign in").ClickAsync();
            await Expect(ben.Heading("Welcome, Ben")).ToBeVisibleAsync();

            await ada.OpenAsync("/sessions");
            await ada.Button("New session").ClickAsync();
            await ada.Page.GetByRole(AriaRole.Link, new() { Name = "1 person in this session" }).ClickAsync();
            await ada.FillAsync(("E-mail address or name", "ben@example.org"));
            await ada.Button("Invite").ClickAsync();
            await Expect(ada.Page.GetByText("Ben", new() { Exact = true }).First).ToBeVisibleAsync();
            var session = SessionAddress().Match(ada.Page.Url).Value;
            await ada.OpenAsync(session);
            var answer = journey.Answer("What is the first rule");
            await ada.Field("Agent").SelectOptionAsync(new SelectOptionValue { Label = "test-model" });
            await ada.Box.FillAsync("@test-model What is the first rule?");
            await ada.Button("Send").ClickAsync();
            await answer.Say("Never lose a word.").FinishAsync(new(100_000, 50_000));
            await Expect(ada.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Never lose a word.", new() { UseInnerText = true });
            // Told when it is stored: without a script a page that was opened before would never say so.
            await Expect(ada.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("150,000 tokens", new() { UseInnerText = true });

            await ben.OpenAsync(session);
            await Expect(ben.Page.GetByRole(AriaRole.Article).First).ToContainTextAsync("What is the first rule?");
            await ben.AssertAnswerAsync("Never lose a word.");
            await Expect(ben.Cost).ToContainTextAsync("0.45");
            // The report hears of it a moment later.
            for (var i = 0; i < 50 && await ada.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "test-model" }).CountAsync() == 0; i++) await ada.OpenAsync("/usage?groupBy=day,agent");
            await Expect(ada.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "test-model" })).ToContainTextAsync("0.45");
        });
    }

    [GeneratedRegex("/chat/[0-9a-f-]{36}")]
    private static partial Regex SessionAddress();

    // The rest of the way through every module: a session, shared; an answer, streamed to both; its cost; the report.
    static async Task TalkAsync(Journey journey, Person ada, Person ben)
    {
        (ben.Name, ben.Email) = ("Ben", "ben@example.org");
        await ada.StartSessionAsync();
        await ada.ShareAsync(ben);
        await ben.OpenSessionAsync(ada.SessionId);
        await ada.Field("Agent").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = "test-model" });
        var answer = journey.Answer("What is the first rule");
        await ada.SayAsync("@test-model What is the first rule?");
        await answer.SendAsync("Never lose ");
        foreach (var person in new[] { ada, ben }) await Expect(person.Answer).ToContainTextAsync("Never lose");
        await answer.SendAsync("a word.");
        await answer.FinishAsync(new(100_000, 50_000));
        foreach (var person in new[] { ada, ben })
        {
            await person.AssertAnswerAsync("Never lose a word.");
            await Expect(person.Cost).ToContainTextAsync("0.45");
        }
        await ada.OpenAsync("/usage?groupBy=day,agent");
        await Expect(ada.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "test-model" })).ToContainTextAsync("0.45");
    }

    [Fact]
    public Task A_link_that_was_used_opens_nothing_and_says_what_to_do() => browser.RunAsync(async journey =>
    {
        var visitor = await journey.VisitAsync();
        await visitor.OpenAsync("/invite/used-before");
        await Expect(visitor.Heading("Link not valid")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Ask an administrator for a new one.")).ToBeVisibleAsync();
        await visitor.OpenAsync("/setup?token=guessed");
        await Expect(visitor.Heading("Already set up")).ToBeVisibleAsync();
    });

    [Fact]
    public Task A_person_signs_in_and_comes_to_the_page_they_wanted() => browser.RunAsync(async journey =>
    {
        var account = await journey.Host.SignInAsync("Cleo");
        var cleo = await journey.VisitAsync();
        await cleo.OpenAsync("/usage");
        await cleo.FillAsync(("Email", account.Email), ("Password", "not the password"));
        await cleo.Button("Sign in").ClickAsync();
        await Expect(cleo.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not match");
        await Expect(cleo.Field("Email")).ToHaveValueAsync(account.Email);
        await cleo.FillAsync(("Password", TestHost.Password));
        await cleo.Button("Sign in").ClickAsync();
        await Expect(cleo.Heading("Usage")).ToBeVisibleAsync();
        await cleo.Button("Sign out").ClickAsync();
        await Expect(cleo.Heading("Sign in")).ToBeVisibleAsync();
    });

    /// <summary>A server without any configuration, and the link that it printed for whoever started it.</summary>
    static async Task<(TestHost Host, string Link)> StartUnconfiguredAsync()
    {
        var terminal = Console.Out;
        await using var printed = new StringWriter();
        Console.SetOut(printed);
        try
        {
            var host = await TestHost.StartNewAsync(settings => settings["Setup:AdminEmail"] = settings["Setup:AdminPassword"] = null);
            return (host, SetupLink().Match(printed.ToString()).Value);
        }
        finally
        {
            Console.SetOut(terminal);
        }
    }

    [GeneratedRegex(@"http\S+/setup\?token=\S+")]
    private static partial Regex SetupLink();
}
