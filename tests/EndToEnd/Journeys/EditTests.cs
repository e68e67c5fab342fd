using System.Text.RegularExpressions;
using ChatMonolith.Tests.Integration;
using ChatMonolith.Tests.Integration.Chat;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Changing what was said, by keyboard with a script and without one.</summary>
[Collection("journeys")]
public sealed class EditTests(BrowserFixture browser)
{
    [Fact]
    public Task By_keyboard_alone_with_somebody_watching() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        await ana.SayAsync("Hello frist");
        await ana.AssertAnswerAsync("Echo: Hello frist");
        await Expect(ben.Messages.First.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true })).ToBeHiddenAsync();
        var keys = ana.Page.Keyboard;

        // Escape gives the focus back; nothing is saved.
        await PressAsync(ana, 0, "Edit");
        var text = ana.Field("Message text");
        await Expect(text).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(text).ToBeHiddenAsync();
        await Expect(Act(ana, 0, "Edit")).ToBeFocusedAsync();

        // What is typed outlives an update of the same message.
        await keys.PressAsync("Enter");
        await Expect(text).ToBeFocusedAsync();
        await keys.PressAsync("Control+A");
        await keys.TypeAsync("Hello first");
        await ana.AssertAccessibleAsync("edit panel");
        var tab = await ana.SecondTabAsync();
        await PressAsync(tab, 0, "Edit");
        await tab.Field("Message text").FillAsync("Hello from the other tab");
        await tab.Button("Save").ClickAsync();
        await Expect(ana.Messages.First).ToContainTextAsync("from the other tab");
        await Expect(text).ToHaveValueAsync("Hello first");
        await tab.Page.CloseAsync();

        // The conflict shows both, and nothing is lost.
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await Expect(ana.Page.GetByText("Nothing you typed is lost")).ToBeVisibleAsync();
        await Expect(ana.Field("Your text")).ToHaveValueAsync("Hello first");
        await ana.AssertAccessibleAsync("edit conflict");
        await keys.PressAsync("Tab");
        await Expect(ana.Button("Save mine anyway")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(ben.Messages.First).ToContainTextAsync("Hello first");
        await Expect(Act(ana, 0, "Edit")).ToBeFocusedAsync();

        // Delete the answer, and take it back.
        await PressAsync(ana, 1, "Delete");
        await Expect(ana.Page.GetByRole(AriaRole.Radio, new() { Name = "This message" })).ToBeFocusedAsync();
        await ana.AssertAccessibleAsync("delete panel");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        var undo = ana.Button("Undo");
        await Expect(undo).ToBeFocusedAsync();
        await Expect(ben.Page.GetByText("Deleted by Ana")).ToBeVisibleAsync();
        await Expect(ben.Button("Undo")).ToBeHiddenAsync();
        await keys.PressAsync("Enter");
        await Expect(ben.Answer).ToContainTextAsync("Echo: Hello frist");

        // Ask again in other words: another version, for both.
        await PressAsync(ana, 0, "Edit");
        await text.FillAsync("Hello again");
        await ana.Button("Save and ask again").FocusAsync();
        await keys.PressAsync("Enter");
        foreach (var person in new[] { ana, ben })
        {
            await person.AssertAnswerAsync("Echo: Hello again");
            await Expect(person.Messages).ToHaveCountAsync(2);
            await Expect(person.Messages.First).ToContainTextAsync("2/2");
        }
        await Expect(ana.Box).ToBeFocusedAsync();
    });

    [Theory]
    [InlineData(1280)]
    [InlineData(320)]
    public Task Without_a_script(int width) => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", new() { JavaScriptEnabled = false, ViewportSize = new() { Width = width, Height = 700 } });
        await ana.OpenAsync("/");
        await ana.Button("Start your first session").ClickAsync();
        await ana.Box.FillAsync("One");
        await ana.Button("Send").ClickAsync();
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Echo: One");
        await ana.OpenAsync($"/chat/{ana.SessionId}");

        await Act(ana, 0, "Edit").ClickAsync();
        await ana.Field("Message text").FillAsync("Two");
        Assert.InRange(await ana.OverflowAsync(), int.MinValue, 0);
        await ana.Button("Save").ClickAsync();
        await Expect(ana.Messages.First).ToContainTextAsync("Two");
        await ana.Link("Edited").ClickAsync();
        await Expect(ana.Heading("At first")).ToBeVisibleAsync();
        Assert.InRange(await ana.OverflowAsync(), int.MinValue, 0);
        await ana.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Restore") }).ClickAsync();
        await Expect(ana.Messages.First).ToContainTextAsync("One");

        await Act(ana, 0, "Delete").ClickAsync();
        await ana.Page.GetByRole(AriaRole.Radio, new() { Name = "everything below" }).CheckAsync();
        Assert.InRange(await ana.OverflowAsync(), int.MinValue, 0);
        await ana.Button("Delete").ClickAsync();
        await Expect(ana.Page.GetByText("2 messages deleted by Ana")).ToBeVisibleAsync();
        Assert.InRange(await ana.OverflowAsync(), int.MinValue, 0);
        await ana.Button("Undo").ClickAsync();
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last).ToContainTextAsync("Echo: One");
        await ana.OpenAsync($"/chat/{ana.SessionId}");

        await Act(ana, 1, "Ask another agent").ClickAsync();
        await ana.Field("Agent that answers again").SelectOptionAsync("Guide");
        await ana.Button("Regenerate").ClickAsync();
        await Expect(ana.Page).ToHaveURLAsync(new Regex("/chat/.*live=1"));
        await Expect(ana.Page.GetByRole(AriaRole.Article).Last.GetByRole(AriaRole.Heading, new() { NameRegex = new("^Guide") })).ToBeVisibleAsync();
    });

    [Fact]
    public Task Every_page_of_it_is_accessible() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync();
        await ana.StartSessionAsync();
        await ana.SayAsync("Look at this");
        await ana.AssertAnswerAsync("Echo: Look at this");
        var (message, answer) = (await IdAsync(ana, 0), await IdAsync(ana, 1));
        await PressAsync(ana, 0, "Edit");
        await ana.Field("Message text").FillAsync("Look at that");
        await ana.Button("Save").ClickAsync();
        await Expect(ana.Messages.First).ToContainTextAsync("Edited");
        foreach (var theme in new[] { "light", "dark", "contrast" })
        {
            await ana.ChooseThemeAsync(theme);
            foreach (var page in new[] { $"/messages/{message}/edit", $"/messages/{message}/history", $"/messages/{message}/delete", $"/messages/{answer}/ask" })
            {
                await ana.OpenAsync(page);
                await ana.AssertAccessibleAsync($"{page} {theme}");
            }
        }
    });

    [Fact]
    public Task A_page_that_must_load_again_waits_for_what_is_being_edited() => browser.RunAsync(async journey =>
    {
        var user = await journey.Host.SignInAsync("Ana");
        var ana = await journey.EnterAsync(user);
        await ana.StartSessionAsync();
        var session = ana.SessionId;
        await TranscriptSeed.FillAsync(journey.Host.ConnectionString, session, user, 260);
        await ana.OpenSessionAsync(session);
        await ana.Page.Locator($"#message-{await IdOfAsync(259)}").GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).PressAsync("Enter");
        await ana.Field("Message text").FillAsync("Half a thought");

        using var deleted = await user.DeleteAsync($"/api/messages/{await IdOfAsync(10)}?scope=below");
        deleted.EnsureSuccessStatusCode();

        await Expect(ana.Page.Locator("#sr-status")).ToHaveTextAsync("The rest of the session is shown when you close what you edit.");
        await Expect(ana.Field("Message text")).ToHaveValueAsync("Half a thought");
        await ana.Field("Message text").PressAsync("Escape");
        await Expect(ana.Page.GetByText("251 messages deleted by Ana")).ToBeVisibleAsync();
        await Expect(ana.Messages).ToHaveCountAsync(10);
        await Expect(ana.Button("Send")).ToBeVisibleAsync();
        await Expect(ana.Field("Message text")).ToBeHiddenAsync();

        Task<Guid> IdOfAsync(int ordinal) =>
            TestDatabase.ScalarAsync<Guid>(journey.Host.ConnectionString, "select id from chat.messages where session_id = $1 and ordinal = $2", session, (long)ordinal);
    });

    static ILocator Act(Person person, int message, string name) =>
        person.Messages.Nth(message).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    static async Task PressAsync(Person person, int message, string name)
    {
        await Act(person, message, name).FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");
    }

    static async Task<string> IdAsync(Person person, int message) => (await person.Messages.Nth(message).GetAttributeAsync("id"))!["message-".Length..];

    [Fact]
    public Task A_question_that_an_agent_refused_is_asked_in_other_words_from_beside_the_failure() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        journey.Answer("Too much").RefuseAsync(400, """{"error":{"message":"This model's maximum context length is 10 tokens","code":"context_length_exceeded"}}""").Forget();
        await ana.SayAsync("Too much to read");
        await Expect(ben.Answer).ToHaveAttributeAsync("data-status", "failed");
        await Expect(ben.Answer.GetByRole(AriaRole.Button, new() { Name = "Retry" })).ToBeVisibleAsync();
        await Expect(ben.Link("Edit the question")).ToBeHiddenAsync();

        await ana.Link("Edit the question").ClickAsync();
        await ana.Field("Message text").FillAsync("Little to read");
        await ana.Button("Save and ask again").ClickAsync();
        await ana.AssertAnswerAsync("Echo: Little to read");
    });
}
