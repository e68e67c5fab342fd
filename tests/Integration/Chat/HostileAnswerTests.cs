using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What no database and no UTF-8 can hold, from a model through to the stored answer.</summary>
[Collection("chat")]
public sealed class HostileAnswerTests(TestHost host)
{
    [Fact]
    public async Task NUL_and_halves_of_characters_are_replaced_in_text_thoughts_titles_and_quotes_and_whole_characters_are_not()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await using var events = await ana.FollowJsonAsync(session);
        await events.NextAsync("cm-hello");

        await script.SendEventAsync(@"{""choices"":[{""index"":0,""delta"":{""reasoning_content"":""hm\u0000 \ud83d.""}}]}");
        // One character in two events, half a one, and a NUL.
        foreach (var text in new[] { @"a\ud83d", @"\ude00b \u0000 ", @"\ude00 c", @" [1] \ud83d" })
            await script.SendEventAsync($$$"""{"choices":[{"index":0,"delta":{"content":"{{{text}}}"}}]}""");
        await script.SendEventAsync("""
            {"choices":[{"index":0,"delta":{"annotations":[{"type":"url_citation","url_citation":{"url":"https://example.org/\u0000","title":"T\u0000 \ud83d","content":"Q\u0000 \ude00"}}]}}]}
            """.Trim());
        _ = script.FinishAsync();

        var answer = await ana.EndOfAsync(session, sent.ReplyId);
        Assert.Equal("done", answer.Status);
        Assert.Equal("a\U0001F600b \uFFFD \uFFFD c [1] \uFFFD", answer.Content);
        Assert.Equal("hm\uFFFD \uFFFD.", answer.Reasoning);
        var stored = await TestDatabase.ScalarAsync<string>(host.ConnectionString, "select content || reasoning || citations::text || html from chat.messages where id = $1", sent.ReplyId);
        Assert.Contains("T\uFFFD \uFFFD", stored, StringComparison.Ordinal);
        Assert.Contains("Q\uFFFD \uFFFD", stored, StringComparison.Ordinal);
        // What viewers were sent on the way is the same.
        await events.NextAsync(i => i.Data.Contains("message.completed", StringComparison.Ordinal));
        var shown = "";
        foreach (var delta in events.Seen.Where(i => i.Data.Contains("message.delta", StringComparison.Ordinal)).Select(i => JsonSerializer.Deserialize<JsonElement>(i.Data)))
            shown = shown[..delta.GetProperty("offset").GetInt32()] + delta.GetProperty("text").GetString();
        Assert.Equal(answer.Content, shown);
    }
}
