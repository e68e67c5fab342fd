using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Three people, from strangers to an owner who left.</summary>
[Collection("journeys")]
public sealed class PeopleTests(BrowserFixture browser)
{
    [Fact]
    public Task Three_people_come_change_roles_and_go() => browser.RunAsync(async journey =>
    {
        var (ana, ben, cem) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"), await journey.SignInAsync("Cem"));
        await ana.StartSessionAsync();
        var session = ana.SessionId;
        await ana.Title.FillAsync("Harbour plans");
        await ana.Title.PressAsync("Enter");

        // Ben knows the address only, and asks.
        await ben.OpenAsync($"/chat/{session}");
        await Expect(ben.Heading("Not found")).ToBeVisibleAsync();
        await ben.Button("Ask for access").ClickAsync();
        await Expect(ben.Page.GetByText("its owner sees that you asked")).ToBeVisibleAsync();
        await ana.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("1 asks for access") }).ClickAsync();
        await ana.Field("Role for Ben").SelectOptionAsync("viewer");
        await ana.Button("Accept Ben").ClickAsync();
        await Expect(ana.Heading("Asking for access")).ToBeHiddenAsync();
        await Expect(ana.Page.GetByText("has not opened it yet")).ToBeVisibleAsync();

        // He finds the invitation in his list, and can only read.
        await ben.OpenAsync("/sessions");
        await Expect(ben.Rail.GetByText("Invitation from Ana")).ToBeVisibleAsync();
        await ben.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Harbour plans" }).ClickAsync();
        await ben.LiveAsync();
        await Expect(ben.Box).ToBeHiddenAsync();
        await Expect(ben.Page.GetByText("You can read this session.")).ToBeVisibleAsync();

        // Cem comes by a link with a password.
        await ana.Page.Locator("summary", new() { HasText = "Make a link" }).ClickAsync();
        await ana.Page.Locator("#link-role").SelectOptionAsync("editor");
        await ana.FillAsync(("People at most", "1"), ("Password", "open sesame 1"), ("Note", "For Cem"));
        await ana.Button("Make link").ClickAsync();
        var address = await ana.Field("New link").InputValueAsync();
        await cem.OpenAsync(address);
        await Expect(cem.Heading("Join a session")).ToBeVisibleAsync();
        await cem.FillAsync(("Password of the link", "not the one"));
        await cem.Button("Join").ClickAsync();
        await Expect(cem.Page.GetByText("This is not the password of this link.")).ToBeVisibleAsync();
        await cem.FillAsync(("Password of the link", "open sesame 1"));
        await cem.Button("Join").ClickAsync();
        await cem.LiveAsync();
        await Expect(cem.Page.GetByRole(AriaRole.Link, new() { Name = "3 people in this session" })).ToBeVisibleAsync();
        await Expect(ben.Page.GetByRole(AriaRole.Link, new() { Name = "3 people in this session" })).ToBeVisibleAsync();

        // The page of a reader gets a message box while it is open.
        await ana.Page.ReloadAsync();
        await ana.Field("Role of Ben").SelectOptionAsync("editor");
        await ana.Button("Save role of Ben").ClickAsync();
        await Expect(ben.Box).ToBeVisibleAsync();
        await ben.LiveAsync();
        await ben.SayAsync("Now I can write");
        await Expect(cem.Said("Now I can write").First).ToBeVisibleAsync();

        // Cem may only comment, in the middle of a sentence, which stays; then only read; and it is given back.
        await cem.Box.PressSequentiallyAsync("Half a sent");
        await ana.Field("Role of Cem").SelectOptionAsync("commenter");
        await ana.Button("Save role of Cem").ClickAsync();
        await Expect(cem.Box).ToHaveAttributeAsync("placeholder", "Write a comment");
        await Expect(cem.Box).ToHaveValueAsync("Half a sent");
        await Expect(cem.Box).ToBeFocusedAsync();
        await Expect(cem.Page.Locator("#sr-status")).ToHaveTextAsync("Your role is now commenter");
        await ana.Field("Role of Cem").SelectOptionAsync("viewer");
        await ana.Button("Save role of Cem").ClickAsync();
        await Expect(cem.Box).ToBeHiddenAsync();
        await Expect(cem.Page.GetByText("You can read this session.")).ToBeVisibleAsync();
        await Expect(cem.Page.Locator("#sr-status")).ToHaveTextAsync("Your role is now viewer");
        await Expect(cem.Conversation).ToBeFocusedAsync();
        await ana.Field("Role of Cem").SelectOptionAsync("editor");
        await ana.Button("Save role of Cem").ClickAsync();
        await Expect(cem.Box).ToBeVisibleAsync();
        await Expect(cem.Box).ToHaveValueAsync("Half a sent");

        // Ana hands over and leaves.
        await ana.Field("New owner").SelectOptionAsync(new SelectOptionValue { Label = $"Cem ({cem.Email})" });
        await ana.Button("Make owner").ClickAsync();
        await Expect(ana.Button("Leave session")).ToBeVisibleAsync();
        await Expect(cem.Page.Locator("main[data-role=owner]")).ToBeVisibleAsync();
        await Expect(cem.Box).ToHaveValueAsync("Half a sent");
        await ana.Button("Leave session").ClickAsync();
        await Expect(ana.Heading("Welcome, Ana")).ToBeVisibleAsync();
        await Expect(ben.Page.GetByRole(AriaRole.Link, new() { Name = "2 people in this session" })).ToBeVisibleAsync();
    });

    [Fact]
    public Task The_page_of_people_is_live_but_changes_nothing_under_the_owners_hands() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana");
        await ana.StartSessionAsync();
        var session = ana.SessionId;
        var people = await ana.SecondTabAsync();
        await people.OpenAsync($"/chat/{session}/people");
        await Expect(people.Heading("Ana (you)")).ToBeVisibleAsync();

        await AskAsync("Ben");
        await Expect(people.Button("Accept Ben")).ToBeVisibleAsync();
        await Expect(people.Page.Locator("#sr-status")).ToHaveTextAsync("The list of people has changed");

        await people.Button("Accept Ben").FocusAsync();
        await AskAsync("Cem");
        await Expect(ana.Page.GetByText("2 ask for access")).ToBeAttachedAsync();
        await Expect(people.Button("Accept Ben")).ToBeFocusedAsync();
        await Expect(people.Heading("Cem")).ToBeHiddenAsync();
        await people.Field("E-mail address or name").FocusAsync();
        await Expect(people.Button("Accept Cem")).ToBeVisibleAsync();
        await Expect(people.Field("E-mail address or name")).ToBeFocusedAsync();

        // What was chosen and not saved yet is kept, too.
        await people.Field("Role for Ben").SelectOptionAsync("viewer");
        await people.Field("E-mail address or name").FocusAsync();
        await AskAsync("Dana");
        await Expect(ana.Page.GetByText("3 ask for access")).ToBeAttachedAsync();
        await Expect(people.Field("Role for Ben")).ToHaveValueAsync("viewer");
        await people.Button("Accept Ben").ClickAsync();
        await Expect(people.Page.GetByText("has not opened it yet")).ToBeVisibleAsync();
        await Expect(people.Field("Role of Ben")).ToHaveValueAsync("viewer");
        await Expect(people.Button("Accept Dana")).ToBeVisibleAsync();

        async Task AskAsync(string name)
        {
            var person = await journey.Host.SignInAsync(name);
            (await person.PostAsync($"/api/sessions/{session}/access-requests", null)).EnsureSuccessStatusCode();
        }
    });

    [Fact]
    public Task Links_and_who_can_become_the_owner_follow_on_a_page_that_is_open_and_take_nothing_from_its_forms() => browser.RunAsync(async journey =>
    {
        var (owner, ben, cem) = (await journey.Host.SignInAsync("Ana"), await journey.Host.SignInAsync("Ben"), await journey.Host.SignInAsync("Cem"));
        var session = (await AskAsync(owner, HttpMethod.Post, "/api/sessions", new { title = "Tides" })).GetProperty("id").GetGuid();
        var ana = await journey.EnterAsync(owner);
        await ana.OpenAsync($"/chat/{session}/people");
        await Expect(ana.Heading("Ana (you)")).ToBeVisibleAsync();
        var (links, heirs) = (ana.Page.Locator("#link-list li"), ana.Field("New owner").Locator("option"));

        // In the middle of a note, which stays as it is, and so does the caret in it.
        await ana.Page.Locator("summary", new() { HasText = "Make a link" }).ClickAsync();
        await ana.Page.Locator("#link-role").SelectOptionAsync("viewer");
        await ana.Field("Note").PressSequentiallyAsync("On the board");
        await ana.Field("Note").PressAsync("Home");
        var link = await AskAsync(owner, HttpMethod.Post, $"/api/sessions/{session}/links", new { role = "editor", label = "For friends" });
        await Expect(links).ToContainTextAsync(["used 0 times"]);
        await JoinAsync(ben);
        await Expect(links).ToContainTextAsync(["used once"]);
        await Expect(heirs).ToHaveTextAsync(["Choose a person", $"Ben ({ben.Email})"]);
        await ana.Page.Keyboard.TypeAsync("Pinned: ");
        await Expect(ana.Field("Note")).ToHaveValueAsync("Pinned: On the board");
        await Expect(ana.Page.Locator("#link-role")).ToHaveValueAsync("viewer");

        // A choice that is not sent yet stays, while what is elsewhere follows; taken back, it follows too.
        await ana.Field("New owner").SelectOptionAsync(ben.Email);
        await ana.Field("Note").FocusAsync();
        await JoinAsync(cem);
        await Expect(links).ToContainTextAsync(["used 2 times"]);
        await Expect(ana.Field("New owner")).ToHaveValueAsync(ben.Email);
        await Expect(heirs).ToHaveCountAsync(2);
        await ana.Field("New owner").SelectOptionAsync("");
        await ana.Field("New owner").FocusAsync();
        await ana.Field("Note").FocusAsync();
        await Expect(heirs).ToHaveCountAsync(3);
        await AskAsync(owner, HttpMethod.Delete, $"/api/sessions/{session}/links/{link.GetProperty("id").GetGuid()}");
        await Expect(links).ToHaveCountAsync(0);
        await AskAsync(owner, HttpMethod.Post, $"/api/sessions/{session}/participants", new { email = "nobody@example.net", role = "viewer" });
        await Expect(ana.Heading("nobody@example.net")).ToBeVisibleAsync();

        // Who becomes the owner, or is it no more, has the page of that.
        var heir = await journey.EnterAsync(ben);
        await heir.OpenAsync($"/chat/{session}/people");
        await Expect(heir.Button("Leave session")).ToBeVisibleAsync();
        await AskAsync(owner, HttpMethod.Post, $"/api/sessions/{session}/transfer", new { email = ben.Email });
        await Expect(heir.Button("Invite")).ToBeVisibleAsync();
        await Expect(ana.Button("Leave session")).ToBeVisibleAsync();
        await Expect(ana.Button("Invite")).ToBeHiddenAsync();

        Task<JsonElement> JoinAsync(TestUser person) => AskAsync(person, HttpMethod.Post, "/api/join", new { token = link.GetProperty("token").GetString() });

        static async Task<JsonElement> AskAsync(TestUser person, HttpMethod method, string address, object? body = null)
        {
            using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await person.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsStringAsync() is { Length: > 0 } text ? JsonDocument.Parse(text).RootElement : default;
        }
    });

    [Theory]
    [InlineData(320, "light")]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    public Task The_page_of_people_with_everything_on_it(int width, string theme) => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana Lindqvist");
        var session = await Crowd.MakeAsync(journey, owner);
        var ana = await journey.EnterAsync(owner, new() { ViewportSize = new() { Width = width, Height = 900 } });
        await ana.ChooseThemeAsync(theme);
        await ana.OpenAsync($"/chat/{session}/people");
        await ana.Page.Locator("summary", new() { HasText = "Make a link" }).ClickAsync();
        Assert.False(await ana.OverflowAsync() > 0, "scrolls sideways");
        await ShootAsync(ana, $"people-{theme}-{width}");
        await ana.FillAsync(("People at most", "5"));
        await ana.Button("Make link").ClickAsync();
        var link = await ana.Field("New link").InputValueAsync();
        Assert.False(await ana.OverflowAsync() > 0, "scrolls sideways with a new link");
        await ShootAsync(ana, $"people-link-{theme}-{width}");
        var found = (await ana.ViolationsAsync("people")).ToList();

        var ben = await journey.SignInAsync("Ben", new() { ViewportSize = new() { Width = width, Height = 700 } });
        await ben.ChooseThemeAsync(theme);
        foreach (var (address, name) in new[] { (link, "join"), ($"/chat/{session}", "missing"), ($"/chat/{session}/ask", "ask") })
        {
            await ben.OpenAsync(address);
            Assert.False(await ben.OverflowAsync() > 0, $"{name} scrolls sideways");
            await ShootAsync(ben, $"{name}-{theme}-{width}");
            found.AddRange(await ben.ViolationsAsync(name));
        }
        await ana.OpenSessionAsync(session);
        await Expect(ana.Page.GetByText("2 ask for access")).ToBeAttachedAsync();
        Assert.False(await ana.OverflowAsync() > 0, "the session scrolls sideways");
        await ShootAsync(ana, $"people-badge-{theme}-{width}");
        Acts.AssertNone(found);
    }, $"{nameof(The_page_of_people_with_everything_on_it)}-{theme}-{width}");

    static async Task ShootAsync(Person person, string name) =>
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Journey.Results, "shots", $"{name}.png"), FullPage = true });
}
