using System.Text;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Networks that go and come back all the time, while an answer is written.</summary>
[Collection("chat")]
public sealed class DisconnectTests(TestHost host)
{
    // Five times as many were tried too: with them the test takes half a minute.
    const int Pages = 20, Rounds = 100;

    [Fact]
    public async Task After_two_thousand_disconnects_every_page_has_the_text_that_is_stored_and_that_the_provider_sent()
    {
        var random = new Random(7);
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        var pages = await Task.WhenAll(Enumerable.Range(0, Pages).Select(_ => LivePage.OpenAsync(ana, session)));
        var said = new StringBuilder();
        for (var i = 0; i < Rounds; i++)
        {
            var piece = $"word{i}{(i % 25 == 24 ? "\n\n" : " ")}";
            said.Append(piece);
            // One in ten comes back with an id that means nothing any more, as after a restart.
            await Task.WhenAll([.. pages.Select(p => p.DropAsync(forgotten: random.Next(10) == 0)), script.SendAsync(piece)]);
        }
        await script.FinishAsync();

        Assert.Equal(said.ToString(), (await ana.EndOfAsync(session, sent.ReplyId)).Content);
        foreach (var page in pages) await page.IsFreshAsync();
        var shown = (await ana.OpenAsync(session)).Message(sent.ReplyId).QuerySelectorAll(".body p").Select(p => p.TextContent);
        Assert.Equal(Words(said.ToString()), Words(string.Join(' ', shown)));
        foreach (var page in pages) await page.DisposeAsync();
    }

    static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
