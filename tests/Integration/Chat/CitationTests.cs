using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

[Collection("chat")]
public sealed class CitationTests(TestHost host)
{
    [Fact]
    public async Task Every_number_in_the_guides_answer_leads_to_its_source_and_back()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync(agent: "guide");
        var sent = await ana.SendAsync(session, "How is ChatMonolith started, and where is its data?");
        var stored = await ana.EndOfAsync(session, sent.ReplyId);

        var message = (await ana.OpenAsync(session)).Message(sent.ReplyId);
        var uses = message.QuerySelectorAll(".cite > a");
        var entries = message.QuerySelectorAll(".sources ol > li");
        Assert.NotEmpty(uses);
        Assert.Equal(entries.Select(e => "#" + e.Id), uses.Select(u => u.GetAttribute("href")).Distinct());
        Assert.All(entries, (entry, i) =>
        {
            Assert.Equal($"{i + 1}", entry.GetAttribute("value"));
            var first = message.Owner!.GetElementById(entry.QuerySelector(".back")!.GetAttribute("href")![1..])!;
            Assert.Equal("#" + entry.Id, first.GetAttribute("href"));
            Assert.Equal($"Source {i + 1}: {entry.QuerySelector("strong")!.TextContent}", first.GetAttribute("aria-label"));
        });
        Assert.Contains("[[1]]", stored.Content, StringComparison.Ordinal);
        var citations = await CitationsAsync(ana, session, sent.ReplyId);
        Assert.Equal(entries.Length, citations.Count(c => c.GetProperty("shownAs").ValueKind is JsonValueKind.Number));
        Assert.Equal(Enumerable.Range(1, entries.Length), citations.Take(entries.Length).Select(c => c.GetProperty("shownAs").GetInt32()));
    }

    [Fact]
    public async Task Sources_stay_when_the_question_is_edited_and_when_the_answer_is_deleted_and_brought_back()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync(agent: "guide");
        var sent = await ana.SendAsync(session, "How is ChatMonolith started, and where is its data?");
        await ana.EndOfAsync(session, sent.ReplyId);
        var before = await ShownAsync();
        Assert.Contains("cite", before, StringComparison.Ordinal);

        (await ana.User.PatchAsJsonAsync($"/api/messages/{sent.MessageId}", new { content = "In other words: how does one start it?" })).EnsureSuccessStatusCode();
        Assert.Equal(before, await ShownAsync());
        var gone = await ana.GoneAsync(sent.ReplyId);
        Assert.DoesNotContain("cite", await ShownAsync(), StringComparison.Ordinal);
        (await ana.UndoAsync(gone.DeletionId)).EnsureSuccessStatusCode();
        Assert.Equal(before, await ShownAsync());

        async Task<string> ShownAsync()
        {
            var message = (await ana.OpenAsync(session)).Message(sent.ReplyId);
            return string.Concat(message.QuerySelectorAll(".body, .sources").Select(PageDom.Shape));
        }
    }

    [Fact]
    public async Task Without_sources_brackets_are_text()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var message = await ana.HearAsync(session, "An array a[1], a mark [[2]] and 【3】.");

        Assert.Equal("<p dir=\"auto\">An array a[1], a mark [[2]] and 【3】.</p>", message.Html);
        Assert.Empty((await ana.OpenAsync(session)).Transcript.QuerySelectorAll(".cite, .sources"));
    }

    static async Task<List<JsonElement>> CitationsAsync(ChatClient client, Guid session, Guid message)
    {
        using var list = JsonDocument.Parse(await client.User.GetStringAsync($"/api/sessions/{session}/messages?limit=200"));
        return [.. list.RootElement.GetProperty("items").EnumerateArray().Single(m => m.GetProperty("id").GetGuid() == message)
            .GetProperty("citations").EnumerateArray().Select(c => c.Clone())];
    }
}
