using ChatMonolith.Tests.Integration;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ChatMonolith.Tests.EndToEnd;

/// <summary>Streams end as planned, so that rights are checked again. People never notice.</summary>
[Collection("access")]
public sealed class PlannedEndTests(BrowserFixture browser)
{
    const int Connections = 5;

    [Fact]
    public async Task An_answer_goes_on_through_the_planned_ends_of_the_pages_stream_without_a_word()
    {
        await using var host = await TestHost.StartNewAsync(c => c["Live:StreamSeconds"] = "1");
        await browser.RunAsync(host, async journey =>
        {
            var ana = await journey.SignInAsync();
            var tabs = await Tabs.OfAsync(ana);
            await ana.StartSessionAsync();
            await ana.Page.EvaluateAsync("""
                () => {
                  window.lost = [];
                  new MutationObserver(() => lost.push(document.getElementById("connection").textContent)).observe(document.getElementById("connection"), { childList: true, subtree: true });
                }
                """);
            var answer = journey.Answer("How many");
            await ana.SayAsync("How many are there?");
            var expected = new List<string>();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            // A stream looks at its age when it has something to say.
            while (tabs.Streams.Count < Connections)
            {
                patience.Token.ThrowIfCancellationRequested();
                expected.Add($"Number {expected.Count}.");
                await answer.SendAsync($"{expected[^1]}\n\n");
                await Expect(ana.Answer).ToContainTextAsync(expected[^1]);
            }
            await answer.FinishAsync();
            await ana.AssertAnswerAsync([.. expected]);

            Assert.Equal(0, await ana.Page.EvaluateAsync<int>("() => lost.filter(Boolean).length"));
            Assert.Equal(0, await ana.Page.EvaluateAsync<int>("() => announced.filter(a => a.text === 'Back online').length"));
        });
    }
}
