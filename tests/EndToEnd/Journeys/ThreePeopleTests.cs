using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Three people on four devices in one conversation, from the invitations to the one who is taken out.</summary>
[Collection("journeys")]
public sealed class ThreePeopleTests(BrowserFixture browser)
{
    [Fact]
    public Task They_live_through_everything_and_every_page_shows_the_same() => browser.RunAsync(async journey =>
    {
        await using var wire = new Wire(journey.Host.BaseAddress);
        var account = await journey.Host.SignInAsync("Ana");
        var (ana, ben) = (await journey.EnterAsync(account), await journey.SignInAsync("Ben"));
        var cem = await journey.EnterAsync(await journey.Host.SignInAsync("Cem"), wire: wire);
        // What a page asks again while its network is gone, and after it was taken out.
        journey.Problems.Allow("Unexpected response code: 404");

        // They join, and each sees the others come.
        await ana.StartSessionAsync();
        await ana.Title.FillAsync("Low water");
        await ana.Title.PressAsync("Enter");
        await ana.ShareAsync(ben);
        await ana.ShareAsync(cem, everythingIsAnswered: false);
        foreach (var guest in new[] { ben, cem })
        {
            await guest.OpenAsync("/sessions");
            await guest.Rail.GetByRole(AriaRole.Link, new() { NameString = "Low water" }).ClickAsync();
            await guest.LiveAsync();
        }
        foreach (var person in new[] { ana, ben, cem }) await Expect(person.Page.GetByText("3 here now")).ToBeVisibleAsync();

        // Two type at once, and the third reads who.
        await ben.Box.PressSequentiallyAsync("When is ");
        await cem.Box.PressSequentiallyAsync("Is it ");
        await Expect(ana.Page.GetByText("Ben and Cem are typing")).ToBeVisibleAsync();
        await cem.Box.ClearAsync();
        await Expect(ana.Page.GetByText("Ben is typing")).ToBeVisibleAsync();

        // An answer grows on three pages; in the middle of it one loses the network, one comes with a second device, and one gets another role.
        var answer = journey.Answer("When is low water");
        await ben.Box.PressSequentiallyAsync("low water?");
        await ben.Box.PressAsync("Enter");
        await answer.SendAsync("The **first** ");
        foreach (var person in new[] { ana, ben, cem }) await Expect(person.Answer).ToContainTextAsync("The first");
        wire.Cut();
        await answer.SendAsync("is at six.\n\n");
        var phone = await journey.EnterAsync(account, new() { ViewportSize = new() { Width = 320, Height = 640 } });
        await phone.OpenSessionAsync(ana.SessionId);
        await Expect(phone.Answer).ToContainTextAsync("The first is at six.");
        await Expect(ana.Page.GetByText("2 here now")).ToBeVisibleAsync();
        wire.Mend();
        await Expect(cem.Answer).ToContainTextAsync("The first is at six.");
        await RoleAsync(phone, "Cem", "commenter");
        await Expect(cem.Box).ToHaveAttributeAsync("placeholder", "Write a comment");
        await Expect(cem.Button("Stop")).ToBeHiddenAsync();
        await answer.SendAsync("The second is at ");
        foreach (var person in new[] { ana, ben, cem }) await Expect(person.Answer).ToContainTextAsync("The second is at");
        await answer.SendAsync("seven.");
        await answer.FinishAsync();
        foreach (var person in new[] { ana, ben, cem }) await person.AssertAnswerAsync("The first is at six.", "The second is at seven.");

        // Each changes something, and all see it.
        await Act(ben.Messages.First, "Edit").ClickAsync();
        await ben.Field("Message text").FillAsync("When is low water today?");
        await ben.Button("Save").ClickAsync();
        await cem.SayAsync("Bring boots");
        await Act(cem.Answer, "React").ClickAsync();
        await cem.Button("Thumbs up").ClickAsync();
        await Act(ana.Answer, "Reply in thread").ClickAsync();
        await ana.LiveAsync();
        await ana.SayAsync("Summer time?");
        await Expect(ana.Page.Locator("#transcript article").Last).ToContainTextAsync("Echo: Ana: Summer time?");
        await ana.Page.GetByRole(AriaRole.Link, new() { NameString = "Back to the conversation" }).ClickAsync();
        await ana.LiveAsync();
        await phone.OpenSessionAsync(ana.SessionId);
        foreach (var person in new[] { ana, phone, ben, cem })
        {
            await Expect(person.Messages.First).ToContainTextAsync("low water today?");
            await Expect(person.Messages.First).ToContainTextAsync("Edited");
            await Expect(person.Said("Bring boots")).ToContainTextAsync("Comment, not sent to agents");
            await Expect(person.Button($"👍 1, from Cem, {(person == cem ? "remove" : "add")} yours")).ToBeVisibleAsync();
            await Expect(person.Answer.GetByRole(AriaRole.Link, new() { NameString = "replies" })).ToContainTextAsync("2 replies");
        }

        // One is taken out while the next answer grows, and gets no more of it.
        var second = journey.Answer("tomorrow");
        await ana.SayAsync("And tomorrow?");
        await second.SendAsync("An hour ");
        foreach (var person in new[] { ana, phone, ben, cem }) await Expect(person.Answer).ToContainTextAsync("An hour");
        var session = phone.SessionId;
        await phone.OpenAsync($"/chat/{session}/people");
        await phone.Button("Remove Cem").ClickAsync();
        await Expect(cem.Page.GetByText("You can no longer see this session.")).ToBeVisibleAsync();
        await second.SendAsync("later.");
        await second.FinishAsync();
        await phone.OpenSessionAsync(session);
        foreach (var person in new[] { ana, phone, ben }) await person.AssertAnswerAsync("An hour later.");
        await Expect(cem.Page.GetByText("later.")).ToHaveCountAsync(0);
        await Expect(ben.Page.GetByRole(AriaRole.Link, new() { Name = "2 people in this session" })).ToBeVisibleAsync();

        // What has been open all the time is what a new page is.
        var live = await ShownAsync(ben);
        await ben.Page.ReloadAsync();
        await ben.LiveAsync();
        Assert.Equal(await ShownAsync(ben), live);
        foreach (var device in new[] { ana, phone }) Assert.Equal(await WordsAsync(ben), await WordsAsync(device));
    });

    static async Task RoleAsync(Person owner, string name, string role)
    {
        var session = owner.SessionId;
        await owner.OpenAsync($"/chat/{session}/people");
        await owner.Field($"Role of {name}").SelectOptionAsync(role);
        await owner.Button($"Save role of {name}").ClickAsync();
        await Expect(owner.Field($"Role of {name}")).ToHaveValueAsync(role);
    }

    static ILocator Act(ILocator message, string name) => message.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    // All of the conversation but who has read how far, which moves by itself.
    static Task<string> ShownAsync(Person person) => person.Page.EvaluateAsync<string>(
        "() => { const all = document.querySelector('#transcript').cloneNode(true); all.querySelector('#seen')?.remove(); return all.innerText.replace(/\\s+/g, ' '); }");

    static Task<string> WordsAsync(Person person) => person.Page.EvaluateAsync<string>(
        "() => [...document.querySelectorAll('#transcript article .body')].map(b => b.innerText.trim()).join(' | ')");
}
