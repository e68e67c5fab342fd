using System.Text;
using AngleSharp.Html.Parser;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>
/// Whatever breaks while answers are written, everybody ends up with the provider's text: two pages, a program at the stream and one at
/// the socket lose their connections 200 times, at moments that a fixed seed chooses.
/// </summary>
[Collection("chat")]
public sealed class FaultTests(TestHost host, ITestOutputHelper output)
{
    const int Seed = 20261122;
    const int Faults = 200;
    const int Answers = 4;

    [Fact]
    public async Task After_200_broken_connections_pages_programs_store_and_provider_agree_to_the_letter()
    {
        var random = new Random(Seed);
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var anas = await PageViewer.OpenAsync(ana, session);
        await using var bens = await PageViewer.OpenAsync(ben, session);
        await using var program = await StreamViewer.OpenAsync(ana, session);
        await using var socket = await SocketViewer.OpenAsync(host, session, await ben.NewKeyAsync());
        await using var witness = await StreamViewer.OpenAsync(ana, session);
        IViewer[] viewers = [anas, bens, program, socket];
        var broken = new int[viewers.Length];

        for (var answer = 0; answer < Answers; answer++)
        {
            var (sent, script) = await ana.AskAsync(session);
            var text = new StringBuilder();
            foreach (var piece in FaultText.Pieces(random, Faults / Answers))
            {
                await script.SendAsync(piece);
                text.Append(piece);
                // The server has sent it to somebody; to the others it is on its way.
                await witness.UntilAsync(() => witness.Text.TextOf(sent.ReplyId).Length == text.Length);
                var victim = random.Next(viewers.Length);
                await viewers[victim].BreakAsync(random);
                broken[victim]++;
            }
            _ = script.FinishAsync();
            foreach (var viewer in viewers) await viewer.UntilOverAsync(sent.ReplyId);

            var stored = await ana.EndOfAsync(session, sent.ReplyId);
            Assert.Equal(("done", text.ToString()), (stored.Status, stored.Content));
            Assert.Equal(stored.Content, program.Text.TextOf(sent.ReplyId));
            Assert.Equal(stored.Content, socket.Text.TextOf(sent.ReplyId));
            Assert.Equal(Rendered(stored.Html), anas.Page.Document.GetElementById($"message-{sent.ReplyId}-blocks")!.InnerHtml);
            Assert.Equal(anas.Page.Message(sent.ReplyId).OuterHtml, bens.Page.Message(sent.ReplyId).OuterHtml);
        }

        output.WriteLine($"broken: pages {broken[0]} and {broken[1]}, stream {broken[2]}, socket {broken[3]}");
        Assert.Equal(Faults, broken.Sum());
        Assert.All(broken, b => Assert.True(b > Faults / 8));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, anas.Page.Conversation);
        Assert.Equal((await ben.OpenAsync(session)).Conversation, bens.Page.Conversation);
        Assert.Equal(2L * Answers, await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.messages where session_id = $1", session));
    }

    static string Rendered(string html)
    {
        var parser = new HtmlParser();
        var holder = parser.ParseDocument("<div></div>").QuerySelector("div")!;
        holder.InnerHtml = html;
        return holder.InnerHtml;
    }
}
