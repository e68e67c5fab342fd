using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>A person at a browser. Everything is found by the names that people and screen readers know.</summary>
sealed partial class Person(IBrowserContext context, IPage page, Uri home)
{
    public IBrowserContext Context => context;
    public Uri Home => home;
    public IPage Page { get; private set; } = page;
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";

    public ILocator Conversation => Page.GetByRole(AriaRole.Region, new() { Name = "Conversation", Exact = true });
    public ILocator Box => Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });
    public ILocator Rail => Page.GetByRole(AriaRole.Navigation, new() { Name = "Sessions", Exact = true });
    public ILocator Title => Page.GetByRole(AriaRole.Textbox, new() { Name = "Session title" });
    public ILocator Messages => Conversation.GetByRole(AriaRole.Article);
    public ILocator Refusal => Page.Locator("#composer-error");
    public ILocator Cost => Page.Locator("#session-cost");

    /// <summary>The agents' messages: their headings begin with the agent's name.</summary>
    public ILocator Answers => Conversation.GetByRole(AriaRole.Article, new() { NameRegex = AgentName() });
    public ILocator Answer => Answers.Last;

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });
    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });
    public ILocator Said(string text) => Messages.Filter(new() { HasText = text });

    public Guid SessionId => Guid.Parse(SessionAddress().Match(Page.Url).Groups[1].Value);

    public async Task OpenAsync(string address) => await Page.GotoAsync(address);

    /// <summary>A new session from the list at the side, open in this browser, with its stream connected.</summary>
    public async Task StartSessionAsync()
    {
        await OpenAsync("/sessions");
        if (await Button("Sessions and menu").IsVisibleAsync()) await Button("Sessions and menu").ClickAsync();
        await Button("New session").ClickAsync();
        await Expect(Page).ToHaveURLAsync(SessionAddress());
        await LiveAsync();
    }

    public async Task OpenSessionAsync(Guid id)
    {
        await OpenAsync($"/chat/{id}");
        await LiveAsync();
    }

    /// <summary>Waits until the page's scripts are there; before, Enter is a new line.</summary>
    public Task LiveAsync() => Expect(Page.Locator("html.js")).ToBeAttachedAsync();

    public async Task SayAsync(string text)
    {
        await Box.FillAsync(text);
        await Box.PressAsync("Enter");
    }

    /// <summary>Fills the form of the page by its labels.</summary>
    public async Task FillAsync(params (string Label, string Value)[] fields)
    {
        foreach (var (label, value) in fields) await Field(label).FillAsync(value);
    }

    public async Task<Person> SecondTabAsync()
    {
        var other = new Person(context, await context.NewPageAsync(), home) { Name = Name, Email = Email };
        await other.OpenAsync(Page.Url);
        await other.LiveAsync();
        return other;
    }

    /// <summary>Closes the tab and goes on in a new one.</summary>
    public async Task CloseTabAsync()
    {
        await Page.CloseAsync();
        Page = await context.NewPageAsync();
    }

    [GeneratedRegex("^(test-model|Guide)")]
    private static partial Regex AgentName();

    [GeneratedRegex("/chat/([0-9a-f-]{36})")]
    private static partial Regex SessionAddress();
}
