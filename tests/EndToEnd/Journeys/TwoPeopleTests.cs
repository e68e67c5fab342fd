using ChatMonolith.Tests.Integration.OpenAi;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

[Collection("journeys")]
public sealed class TwoPeopleTests(BrowserFixture browser)
{
    [Fact]
    public Task One_shares_a_session_and_the_other_finds_it() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.Title.FillAsync("Tides of the North Sea");
        await ana.Title.PressAsync("Enter");
        await Expect(ana.Rail.GetByRole(AriaRole.Link, new() { Name = "Tides of the North Sea" })).ToBeVisibleAsync();
        await ana.Page.GetByRole(AriaRole.Link, new() { Name = "1 person in this session" }).ClickAsync();
        await ana.FillAsync(("E-mail address or name", ben.Email));
        await ana.Button("Invite").ClickAsync();
        await Expect(ana.Heading("Ben")).ToBeVisibleAsync();

        await ben.OpenAsync("/sessions");
        await ben.Rail.GetByRole(AriaRole.Link, new() { Name = "Tides of the North Sea" }).ClickAsync();
        await Expect(ben.Title).ToHaveValueAsync("Tides of the North Sea");
        await Expect(ben.Page.GetByRole(AriaRole.Link, new() { Name = "2 people in this session" })).ToBeVisibleAsync();
    });

    [Fact]
    public Task Each_sees_that_the_other_is_here_and_types() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = await TogetherAsync(journey);
        await Expect(ana.Page.GetByText("2 here now")).ToBeVisibleAsync();
        await Expect(ben.Page.GetByText("2 here now")).ToBeVisibleAsync();

        await ben.Box.PressSequentiallyAsync("Let me");
        await Expect(ana.Page.GetByText("Ben is typing")).ToBeVisibleAsync();
        await ana.Box.PressSequentiallyAsync("I think");
        await Expect(ben.Page.GetByText("Ana is typing")).ToBeVisibleAsync();
        await ben.Box.ClearAsync();
        await Expect(ana.Page.GetByText("Ben is typing")).ToBeHiddenAsync();
        await ana.Box.PressAsync("Enter");
        await Expect(ben.Page.GetByText("Ana is typing")).ToBeHiddenAsync();
    });

    [Fact]
    public Task Both_see_the_message_at_once_and_the_answer_grow() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = await TogetherAsync(journey);
        var answer = journey.Answer("Why are there tides");
        await ana.SayAsync("Why are there tides?");
        await answer.Asked;
        foreach (var person in new[] { ana, ben })
        {
            await Expect(person.Said("Why are there tides?")).ToBeVisibleAsync();
            await Expect(person.Answer.GetByRole(AriaRole.Heading)).ToContainTextAsync("Answering");
        }

        foreach (var piece in new[] { "The moon ", "pulls at **the** sea.\n\n", "So does ", "the sun.\n\n", "- spring tide\n", "- neap " })
        {
            await answer.SendAsync(piece);
            foreach (var person in new[] { ana, ben }) await Expect(person.Answer).ToContainTextAsync(piece.Replace("**", "").Trim('-', ' ', '\n'));
        }
        var first = await ana.Answer.GetByText("The moon pulls at the sea.").ElementHandleAsync();
        await answer.SendAsync("tide");
        await answer.FinishAsync(new TestUsage(100_000, 50_000));

        foreach (var person in new[] { ana, ben })
        {
            await Expect(person.Answer).ToContainTextAsync("0.45");
            await Expect(person.Answer).ToContainTextAsync("150,000 tokens");
            await Expect(person.Answer.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["spring tide", "neap tide"]);
            await Expect(person.Cost).ToContainTextAsync("0.45");
            await Expect(person.Messages).ToHaveCountAsync(2);
            await Expect(person.Button("Send")).ToBeVisibleAsync();
        }
        Assert.True(await first!.EvaluateAsync<bool>("node => node.isConnected"), "a finished paragraph was replaced while the answer grew");
    });

    [Fact]
    public Task Anyone_can_stop_an_answer_and_all_read_who_did() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = await TogetherAsync(journey);
        var answer = journey.Answer("Count to");
        await ana.SayAsync("Count to a million");
        await answer.SendAsync("One, two, ");
        await Expect(ben.Answer).ToContainTextAsync("One, two,");
        await ben.Button("Stop").ClickAsync();
        await answer.Aborted.WaitAsync(TimeSpan.FromSeconds(20));
        foreach (var person in new[] { ana, ben })
        {
            await Expect(person.Answer).ToContainTextAsync("Stopped by Ben");
            await Expect(person.Answer).ToContainTextAsync("One, two,");
            await Expect(person.Button("Stop")).ToBeHiddenAsync();
        }
        await Expect(ben.Box).ToBeFocusedAsync();
    });

    [Fact]
    public Task A_new_title_reaches_everybody() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = await TogetherAsync(journey);
        await ana.Title.FillAsync("Spring cleaning");
        await ana.Title.PressAsync("Enter");
        await Expect(ben.Title).ToHaveValueAsync("Spring cleaning");
        await Expect(ben.Page).ToHaveTitleAsync("Spring cleaning - ChatMonolith");
        await Expect(ben.Rail.GetByRole(AriaRole.Link, new() { Name = "Spring cleaning" })).ToBeVisibleAsync();
    });

    [Fact]
    public Task Who_is_taken_out_is_told_and_sees_nothing_more() => browser.RunAsync(async journey =>
    {
        var (ana, ben) = await TogetherAsync(journey);
        await ana.OpenAsync($"/chat/{ana.SessionId}/people");
        await ana.Button("Remove Ben").ClickAsync();
        await Expect(ana.Heading("Ben")).ToBeHiddenAsync();
        await Expect(ben.Page.GetByText("You can no longer see this session.")).ToBeVisibleAsync();
        await ben.Page.ReloadAsync();
        await Expect(ben.Heading("Not found")).ToBeVisibleAsync();
    });

    static async Task<(Person Ana, Person Ben)> TogetherAsync(Journey journey)
    {
        var (ana, ben) = (await journey.SignInAsync("Ana"), await journey.SignInAsync("Ben"));
        await ana.StartSessionAsync();
        await ana.ShareAsync(ben);
        await ben.OpenSessionAsync(ana.SessionId);
        return (ana, ben);
    }
}
