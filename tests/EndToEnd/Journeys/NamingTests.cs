using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Naming people and agents while one writes, and who answers by that.</summary>
[Collection("journeys")]
public sealed class NamingTests(BrowserFixture browser)
{
    [Fact]
    public Task An_at_sign_offers_people_and_agents_by_keyboard() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = await TogetherAsync(journey);
        await ana.Box.PressSequentiallyAsync("Hello @");
        await Expect(Options(ana)).ToHaveCountAsync(3);
        await Expect(ana.Box).ToHaveAttributeAsync("aria-activedescendant", "offer-0");
        await ana.AssertAccessibleAsync("the composer with offers");
        await ana.Box.PressSequentiallyAsync("be");
        await Expect(Options(ana)).ToHaveTextAsync(["Ben person"]);
        await ana.Box.PressAsync("Enter");
        await Expect(ana.Box).ToHaveValueAsync("Hello @Ben ");
        await Expect(List(ana)).ToBeHiddenAsync();
        await Expect(ana.Messages).ToHaveCountAsync(0);

        await ana.Box.PressSequentiallyAsync("and @");
        await ana.Box.PressAsync("ArrowUp");
        await Expect(Options(ana).Last).ToHaveAttributeAsync("aria-selected", "true");
        await ana.Box.PressAsync("ArrowDown");
        await Expect(Options(ana).First).ToHaveAttributeAsync("aria-selected", "true");
        await ana.Box.PressAsync("Escape");
        await Expect(List(ana)).ToBeHiddenAsync();
        await ana.Box.PressSequentiallyAsync("test");
        await ana.Box.PressAsync("Tab");
        await Expect(ana.Box).ToHaveValueAsync("Hello @Ben and @test-model ");
        await Expect(ana.Box).ToBeFocusedAsync();

        await ana.Box.PressAsync("Enter");
        await Expect(ana.Answer).ToContainTextAsync("Echo: Hello @Ben and @test-model");
        foreach (var person in new[] { ana, ben }) await Expect(person.Messages.First.Locator(".mention")).ToHaveTextAsync(["@Ben", "@test-model"]);
    });

    [Fact]
    public Task Offers_are_never_in_the_way_of_sending() => browser.RunAsync(async journey =>
    {
        var (ana, _) = await TogetherAsync(journey);
        foreach (var text in new[] { "@Ben", "write to ana@be", "2 @ 3", "@nobody" })
        {
            await ana.Box.PressSequentiallyAsync(text);
            await ana.Box.PressAsync("Enter");
            await Expect(ana.Said(text)).ToBeVisibleAsync();
            await Expect(ana.Box).ToHaveValueAsync("");
        }
        await Expect(ana.Answers).ToHaveCountAsync(0);
    });

    [Theory]
    [InlineData(1280, false)]
    [InlineData(320, true)]
    public Task An_offer_is_taken_by_pointer_or_finger(int width, bool touch) => browser.RunAsync(async journey =>
    {
        var (ana, _) = await TogetherAsync(journey, new() { ViewportSize = new() { Width = width, Height = 640 }, HasTouch = touch });
        await ana.Box.PressSequentiallyAsync("@");
        var option = ana.Page.GetByRole(AriaRole.Option, new() { Name = "Ben person" });
        await (touch ? option.TapAsync() : option.ClickAsync());
        await Expect(ana.Box).ToHaveValueAsync("@Ben ");
        await Expect(ana.Box).ToBeFocusedAsync();
        Assert.False(await ana.OverflowAsync() > 0);
    });

    [Fact]
    public Task Who_answers_is_chosen_below_the_composer_and_read_by_everybody() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = await TogetherAsync(journey);
        foreach (var person in new[] { ana, ben }) await Expect(person.Page.GetByText("test-model answers when you write @test-model.")).ToBeVisibleAsync();
        await ben.SayAsync("Only to Ana");
        await Expect(ana.Said("Only to Ana")).ToBeVisibleAsync();
        await ana.Field("Agent").SelectOptionAsync("guide");
        await Expect(ana.Page.GetByText("Guide answers when you write @Guide.")).ToBeVisibleAsync();

        await ana.Field("Answers").FocusAsync();
        await ana.Field("Answers").SelectOptionAsync("never");
        foreach (var person in new[] { ana, ben })
        {
            await Expect(person.Page.GetByText("Nobody answers here.")).ToBeVisibleAsync();
            await Expect(person.Field("Answers")).ToHaveValueAsync("off");
        }
        await Expect(ana.Field("Answers")).ToBeFocusedAsync();
        await ben.SayAsync("@test-model?");
        await Expect(ana.Said("@test-model?")).ToBeVisibleAsync();
        await ben.Field("Answers").SelectOptionAsync("always");
        await Expect(ana.Page.GetByText("test-model answers every message.")).ToBeVisibleAsync();
        await ben.SayAsync("And now?");
        await Expect(ana.Answer).ToContainTextAsync("And now?");
        await Expect(ana.Answers).ToHaveCountAsync(1);
    });

    [Fact]
    public Task A_comment_goes_to_people_only_and_a_commenter_writes_nothing_else() => browser.RunAsync(async journey =>
    {
        var owner = await journey.Host.SignInAsync("Ana");
        var account = await journey.Host.SignInAsync("Cem");
        var ana = await journey.EnterAsync(owner);
        await ana.StartSessionAsync();
        using var added = await owner.PostAsync($"/api/sessions/{ana.SessionId}/participants",
            new StringContent($$"""{"email":"{{account.Email}}","role":"commenter"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        added.EnsureSuccessStatusCode();
        var cem = await journey.EnterAsync(account);
        await cem.OpenSessionAsync(ana.SessionId);

        await ana.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Comment, not sent to agents" }).CheckAsync();
        await Expect(ana.Page.GetByText("Nobody answers: agents do not read comments.")).ToBeVisibleAsync();
        await ana.SayAsync("What do you think?");
        await Expect(cem.Said("What do you think?")).ToContainTextAsync("Comment, not sent to agents");

        await Expect(cem.Page.GetByText("You can comment here.")).ToBeVisibleAsync();
        await Expect(cem.Field("Agent")).ToHaveCountAsync(0);
        await cem.SayAsync("I like it");
        await Expect(ana.Said("I like it")).ToContainTextAsync("Comment, not sent to agents");
        await cem.Said("I like it").HoverAsync();
        await cem.Said("I like it").GetByRole(AriaRole.Link, new() { Name = "Delete" }).ClickAsync();
        await cem.Button("Delete").ClickAsync();
        await Expect(ana.Said("I like it")).ToHaveCountAsync(0);
        await Expect(cem.Said("What do you think?").GetByRole(AriaRole.Link, new() { Name = "Delete" })).ToHaveCountAsync(0);
        await ana.AssertAccessibleAsync("comments");
        await cem.AssertAccessibleAsync("a commenter's page");
    });

    [Fact]
    public Task Without_script_comments_and_the_choice_of_answers_are_forms() => browser.RunAsync(async journey =>
    {
        var ana = await journey.SignInAsync("Ana", new() { JavaScriptEnabled = false });
        await ana.OpenAsync("/sessions");
        await ana.Button("New session").ClickAsync();
        await ana.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Comment, not sent to agents" }).CheckAsync();
        await ana.Box.FillAsync("Written down");
        await ana.Button("Send").ClickAsync();
        await Expect(ana.Said("Written down")).ToContainTextAsync("Comment, not sent to agents");
        await ana.Field("Answers").SelectOptionAsync("never");
        await ana.Button("Save").ClickAsync();
        await Expect(ana.Page.GetByText("Nobody answers here.")).ToBeVisibleAsync();
        await Expect(ana.Answers).ToHaveCountAsync(0);
    });

    static ILocator List(Person person) => person.Page.Locator("#mention-list");

    static ILocator Options(Person person) => person.Page.GetByRole(AriaRole.Listbox, new() { Name = "People and agents" }).GetByRole(AriaRole.Option);

    static async Task<(Person Ana, Person Ben)> TogetherAsync(Journey journey, BrowserNewContextOptions? options = null)
    {
        var (ana, ben) = (await journey.SignInAsync("Ana", options), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben, everythingIsAnswered: false);
        await ben.OpenSessionAsync(ana.SessionId);
        return (ana, ben);
    }
}
