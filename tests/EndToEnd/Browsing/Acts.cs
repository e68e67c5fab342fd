using System.Text.RegularExpressions;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>What several journeys do or check.</summary>
static class Acts
{
    /// <summary>Lets somebody take part in the session that is open, and comes back to it. Most journeys are not about who answers among several people.</summary>
    public static async Task ShareAsync(this Person owner, Person other, bool everythingIsAnswered = true)
    {
        var session = owner.SessionId;
        await owner.OpenAsync($"/chat/{session}/people");
        await owner.FillAsync(("E-mail address or name", other.Email));
        await owner.Button("Invite").ClickAsync();
        await Expect(owner.Heading(other.Name)).ToBeVisibleAsync();
        await owner.OpenSessionAsync(session);
        if (!everythingIsAnswered) return;
        await owner.Field("Answers").SelectOptionAsync("always");
        await Expect(owner.Page.Locator("#answers-hint")).ToContainTextAsync("answers every message");
    }

    /// <summary>The last answer has ended, and its text is these blocks and nothing else, each once.</summary>
    public static async Task AssertAnswerAsync(this Person person, params string[] blocks)
    {
        await Expect(person.Answer).ToHaveAttributeAsync("data-status", "done");
        await Expect(person.Answer.Locator(".body")).ToHaveTextAsync(new Regex($"^\\s*{string.Join("\\s*", blocks.Select(Regex.Escape))}\\s*$"));
    }

    public static async Task AssertAccessibleAsync(this Person person, string what) => AssertNone(await person.ViolationsAsync(what));

    /// <summary>Fails with all of them, where a collection would be cut short.</summary>
    public static void AssertNone(IReadOnlyCollection<string> found) => Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));

    /// <summary>What axe finds on the page, in words that lead to it.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(this Person person, string what) =>
        [.. from violation in await Axe.RunAsync(person.Page) select $"{what}: {violation}"];

    /// <summary>The choice as the settings page remembers it.</summary>
    public static Task ChooseThemeAsync(this Person person, string theme) =>
        person.Context.AddCookiesAsync([new() { Name = "cm-theme", Value = $"{theme}.comfortable", Url = person.Home.ToString() }]);

    /// <summary>How far the page can be scrolled sideways.</summary>
    public static Task<int> OverflowAsync(this Person person) =>
        person.Page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth");
}
