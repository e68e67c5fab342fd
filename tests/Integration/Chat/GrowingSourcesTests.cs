using System.Text.Json;
using ChatMonolith.Tests.Integration.OpenAi;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The sources of an answer while it is written, and when its server dies.</summary>
[Collection("chat")]
public sealed class GrowingSourcesTests(TestHost host)
{
    [Fact]
    public async Task The_list_grows_with_the_answer_and_numbers_by_first_use()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await using var programs = await ana.FollowJsonAsync(session, page.Since);
        await events.NextAsync("cm-hello");
        await programs.NextAsync("cm-hello");
        var (sent, script) = await ana.AskAsync(session);

        await FindAsync(script, "One", "Two");
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("Found so far", StringComparison.Ordinal)));
        Assert.Equal(["One", "Two"], page.Message(sent.ReplyId).QuerySelectorAll(".sources ul strong").Select(e => e.TextContent));

        await script.SendAsync("The second [2] says more.\n\nThen ");
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("-cite-1\"", StringComparison.Ordinal) && i.Data.Contains("-sources", StringComparison.Ordinal)));
        Assert.Equal("running", page.Message(sent.ReplyId).GetAttribute("data-status"));
        var number = page.Message(sent.ReplyId).QuerySelector(".cite > a")!;
        Assert.Equal("Two", page.Document.GetElementById(number.GetAttribute("href")![1..])!.QuerySelector("strong")!.TextContent);
        Assert.Equal(Told(page), Told(await ana.OpenAsync(session)));
        var told = JsonSerializer.Deserialize<JsonElement>((await programs.NextAsync(i => i.Data.Contains("\"message.sources\"", StringComparison.Ordinal) && i.Data.Contains("\"shownAs\":1", StringComparison.Ordinal))).Data);
        Assert.Equal("Two", told.GetProperty("citations")[0].GetProperty("title").GetString());

        await script.SendAsync("the first [1].");
        _ = script.FinishAsync();
        page.Apply(await events.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("\"done\"", StringComparison.Ordinal)));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);

        string[] Told(PageDom of) => [.. of.Message(sent.ReplyId).QuerySelectorAll(".sources li").Select(e => $"{e.Id} {e.QuerySelector("strong")!.TextContent}")];
    }

    [Fact]
    public async Task Sources_and_thoughts_are_stored_with_the_text_so_far()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendEventAsync("""{"choices":[{"delta":{"reasoning":"Hm."}}]}""");
        await FindAsync(script, "One", "Two");
        await script.SendAsync("The second [2]");

        const string Kept = """
            select concat_ws('|', string_agg(p.text, '' order by number), string_agg(p.reasoning, '' order by number),
              (array_agg(p.citations order by number desc) filter (where p.citations is not null))[1] #>> '{0,Title}', count(distinct r.id)) from chat.run_pieces p join chat.runs r on r.id = p.run_id where r.message_id = $1
            """;
        Assert.Equal("The second [2]|Hm.|Two|1",
            await Soon.UntilAsync(() => TestDatabase.ScalarAsync<string>(host.ConnectionString, Kept, sent.ReplyId), s => s.StartsWith("The second [2]", StringComparison.Ordinal)));
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task Many_sources_with_long_quotes_stay_small_on_the_wire()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, since: page.Since);
        await using var programs = await ana.FollowJsonAsync(session, page.Since);
        await events.NextAsync("cm-hello");
        await programs.NextAsync("cm-hello");
        var (sent, script) = await ana.AskAsync(session);

        await script.SendEventAsync(JsonSerializer.Serialize(new
        {
            search_results = Enumerable.Range(1, 100).Select(i => new { title = $"Title {i}", url = $"https://source{i}.example/", snippet = new string('é', 3000) }), choices = Array.Empty<int>(),
        }));
        for (var i = 1; i <= 100; i++)
        {
            await script.SendAsync($"Fact {i} [{i}].\n\n");
            await programs.NextAsync(e => e.Data.Contains($"Fact {i} ", StringComparison.Ordinal));
        }
        _ = script.FinishAsync();
        foreach (var stream in new[] { events, programs }) await stream.NextAsync(i => i.Data.Contains("\"done\"", StringComparison.Ordinal) && (i.Event == "cm-run" || i.Data.Contains("message.completed", StringComparison.Ordinal)));

        Assert.All(events.Seen.Concat(programs.Seen), i => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(i.Data), 0, 64 * 1024));
        Assert.All(programs.Seen.Where(i => i.Data.Contains("\"message.sources\"", StringComparison.Ordinal)), i => Assert.InRange(i.Data.Length, 0, 20 * 1024));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Apply(events.Seen).Conversation);
        var stored = await ana.MessageAsync(session, sent.ReplyId);
        Assert.Equal(100, stored.Citations!.Count);
        Assert.All(stored.Citations, c => Assert.InRange(c.Quote.Length, 1, 600));
    }

    static Task FindAsync(ScriptedAnswer script, params IEnumerable<string> titles) => script.SendEventAsync(JsonSerializer.Serialize(new
    {
        search_results = titles.Select(title => new { title, url = $"https://{title.ToLowerInvariant()}.example/", snippet = $"Of **{title}**" }), choices = Array.Empty<int>(),
    }));
}
