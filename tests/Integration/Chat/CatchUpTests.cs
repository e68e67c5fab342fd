using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A program that was away and comes back.</summary>
[Collection("chat")]
public sealed class CatchUpTests(TestHost host)
{
    [Fact]
    public async Task Cut_off_in_the_middle_of_what_it_missed_it_misses_nothing()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var since = (await ana.OpenAsync(session)).Since;
        var said = new[] { await ana.HearAsync(session, "one"), await ana.HearAsync(session, "two"), await ana.HearAsync(session, "three") };
        // An id of a feed that is gone, as after a restart.
        var old = $"0123456789{since.Split('.')[0][10..]}.{since.Split('.')[1]}.0";

        await using (var first = await ana.FollowJsonAsync(session, old))
        {
            await first.ThroughAsync(i => i.Data.Contains("\"one\"", StringComparison.Ordinal));
            Assert.Equal(old, first.LastId);
            Assert.All(first.Seen, i => Assert.DoesNotContain("eventId", i.Data, StringComparison.Ordinal));
        }
        await using var again = await ana.FollowJsonAsync(session, old);
        var pieces = (await again.ThroughAsync(i => i.Id is not null)).Where(i => i.Event is null).Select(i => (i.Id, JsonSerializer.Deserialize<JsonElement>(i.Data))).ToList();

        Assert.Equal(said.Select(m => m.Id), pieces.Where(p => p.Item2.GetProperty("type").GetString() == "message.completed").Select(p => p.Item2.GetProperty("messageId").GetGuid()));
        Assert.Equal(6, pieces.Count);
        Assert.Equal(pieces[^1].Id, pieces[^1].Item2.GetProperty("eventId").GetString());
    }

    [Fact]
    public async Task A_page_that_comes_back_to_a_growing_answer_keeps_its_versions()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("one").FinishAsync();
        var first = await ana.EndOfAsync(session, (await ana.SendAsync(session, question)).ReplyId);
        var script = host.Provider.Next(question);
        var second = await (await ana.RegenerateAsync(first.Id)).ReadAsync<SentView>();
        await script.SendAsync("grows");
        var page = await ana.OpenAsync(session);

        // Of a feed that is gone: nothing durable changed since, but the answer goes on.
        await using var events = await ana.FollowAsync(session, $"0123456789{page.Since.Split('.')[0][10..]}.{page.Since.Split('.')[1]}.0");
        page.Apply(await events.ThroughAsync(i => i.IsContent && i.Data.Contains($"message-{second.ReplyId}", StringComparison.Ordinal)));

        Assert.Equal("2/2", page.Message(second.ReplyId).QuerySelector(".versions .num")?.TextContent);
        _ = script.FinishAsync();
        await ana.EndOfAsync(session, second.ReplyId);
    }

    [Fact]
    public async Task In_the_middle_of_an_answer_it_gets_thoughts_and_sources_from_their_start()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendEventAsync("""{"choices":[{"delta":{"reasoning_content":"First I "}}]}""");
        await script.SendEventAsync("""{"search_results":[{"title":"One","url":"https://one.example/","snippet":"Of one"}],"choices":[]}""");
        await script.SendAsync("As said [1]");
        await using (var there = await ana.FollowJsonAsync(session))
            await there.NextAsync(i => i.Data.Contains("As said [1]", StringComparison.Ordinal));
        // It knows the answer's beginning as it was stored, and nothing that was not.
        var since = (await ana.OpenAsync(session)).Since;
        var old = $"0123456789{since.Split('.')[0][10..]}.{since.Split('.')[1]}.0";

        await using var program = await ana.FollowJsonAsync(session, old);
        var text = new TextViewer();
        await program.NextAsync(i => i.Data.Contains("As said [1]", StringComparison.Ordinal));
        await script.SendEventAsync("""{"choices":[{"delta":{"reasoning_content":"think."}}]}""");
        await script.SendAsync(", so it is.");
        _ = script.FinishAsync();
        await program.NextAsync(i => i.Data.Contains("message.completed", StringComparison.Ordinal));
        foreach (var item in program.Seen.Where(i => i.IsContent)) text.Take(JsonSerializer.Deserialize<JsonElement>(item.Data));

        Assert.Equal(("As said [1], so it is.", "First I think."), (text.TextOf(sent.ReplyId), text.ThoughtsOf(sent.ReplyId)));
        Assert.Contains(program.Seen, i => i.Data.Contains("\"message.sources\"", StringComparison.Ordinal) && i.Data.Contains("https://one.example/", StringComparison.Ordinal));
    }
}
