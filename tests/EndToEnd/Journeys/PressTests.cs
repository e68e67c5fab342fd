using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>The same thing sent twice by a hurried hand or a browser's history.</summary>
[Collection("journeys")]
public sealed class PressTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_double_click_sends_once_and_the_back_button_sends_nothing_again(bool script) => browser.RunAsync(async journey =>
    {
        var user = await journey.Host.SignInAsync("Ana");
        using var made = await user.PostAsync("/api/sessions", new StringContent("""{"agent":"test/test-model"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        var ana = await journey.EnterAsync(user, new() { JavaScriptEnabled = script });
        await ana.OpenAsync(made.Headers.Location!.ToString().Replace("/api/sessions", "/chat", StringComparison.Ordinal));
        var question = $"Only once {Guid.NewGuid():N}";
        await ana.Box.FillAsync(question);

        await ana.Button("Send").DblClickAsync();
        await Expect(ana.Said(question).First).ToBeVisibleAsync();
        await ana.OpenAsync("/agents");
        await ana.Page.GoBackAsync();
        await Expect(ana.Said(question).First).ToBeVisibleAsync();
        // A browser that put the sent words back into the box offers to send them again.
        if (await ana.Box.InputValueAsync() == question) await ana.Button("Send").ClickAsync();
        await ana.OpenAsync($"/chat/{ana.SessionId}");

        await Expect(ana.Messages).ToHaveCountAsync(2);
        Assert.Single(journey.Host.Provider.Requests, r => r.LastUserMessage == question);
    });
}
