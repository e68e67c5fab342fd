using System.Net;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>When a deletion is final: nothing of the text is left anywhere, and what it cost is.</summary>
public sealed class DeletePurgeTests
{
    const string Left = """
        select count(*) from chat.messages m where m.id = $1 and m.purged_at is not null and m.content = '' and m.html is null and m.reasoning is null
          and m.citations::text = '[]' and m.error_message is null and not exists (select 1 from chat.wordings w where w.message_id = m.id)
        """;

    [Fact]
    public async Task Too_late_to_undo_the_text_is_wiped_everywhere_and_pages_lose_its_place()
    {
        await using var host = await TestHost.StartNewAsync(c => c["Chat:UndoSeconds"] = "0");
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = await ana.HearAsync(session, "Stays");
        var answer = await ana.HearAsync(session, "Wiped words", new(1000, 500));
        var question = answer.ParentId!.Value;
        (await ana.EditAsync(question, "Wiped question")).EnsureSuccessStatusCode();
        var cost = (await ana.OpenAsync(session)).Document.QuerySelector("#session-cost")!.TextContent;
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session, lastEventId: page.Since);
        await events.NextAsync("cm-hello");

        var gone = await ana.GoneAsync(question, "below");
        page.Apply(await events.ThroughAsync(i => i.Data.Contains("delete\"", StringComparison.Ordinal) && i.Data.Contains($"message-{answer.Id}", StringComparison.Ordinal)));

        foreach (var id in new[] { question, answer.Id })
        {
            Assert.False(page.Has(id));
            Assert.Equal(1, await TestDatabase.ScalarAsync<long>(host.ConnectionString, Left, id));
            Assert.Equal(HttpStatusCode.NotFound, (await ana.NavigateAsync($"/messages/{id}/history")).StatusCode);
        }
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal([first.ParentId!.Value, first.Id], (await ana.ListAsync(session)).Items.Select(m => m.Id));
        using var late = await ana.UndoAsync(gone.DeletionId);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("cannot be brought back", await late.SentenceAsync(), StringComparison.Ordinal);
        Assert.Equal(cost, page.Document.QuerySelector("#session-cost")!.TextContent);
        Assert.Equal(cost, (await ana.OpenAsync(session)).Document.QuerySelector("#session-cost")!.TextContent);
        Assert.Equal(500, await TestDatabase.ScalarAsync<int>(host.ConnectionString, "select output_tokens from chat.messages where id = $1", answer.Id));
        foreach (var since in new[] { page.Since, $"{page.Since.Split('.')[0]}.0.0" })
        {
            await using var again = await ana.FollowAsync(session, lastEventId: since);
            await using var programs = await ana.FollowJsonAsync(session, since);
            await programs.NextAsync(i => i.Data.Contains(answer.Id.ToString(), StringComparison.Ordinal));
            await again.NextAsync("cm-hello");
            Assert.DoesNotContain(programs.Seen.Concat(again.Seen), i => i.Data.Contains("Wiped", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_sessions_title_does_not_keep_the_words_either()
    {
        await using var host = await TestHost.StartNewAsync(c => c["Chat:UndoSeconds"] = "0");
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var first = (await ana.HearAsync(session, "answer")).ParentId!.Value;
        await Soon.UntilAsync(TitleAsync, t => t.StartsWith("Question no.", StringComparison.Ordinal));
        await using var events = await ana.FollowAsync(session);
        await events.NextAsync("cm-hello");

        await ana.GoneAsync(first, "below");

        // The first title may still be on its way.
        await events.NextAsync(e => e.Event == "cm-title" && e.Data.Contains("New session", StringComparison.Ordinal));
        Assert.Equal("New session", await TitleAsync());
        var words = await TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.outbox where payload::text like '%Question no.%'");
        Assert.Equal(0, words);
        await ana.HearAsync(session, "another answer");
        await Soon.UntilAsync(TitleAsync, t => t.StartsWith("Question no.", StringComparison.Ordinal));

        Task<string> TitleAsync() => TestDatabase.ScalarAsync<string>(host.ConnectionString, "select title from sessions.sessions where id = $1", session);
    }

    [Fact]
    public async Task What_another_node_left_behind_is_wiped_too()
    {
        await using var first = await TestHost.StartNewAsync(c => (c["Chat:UndoSeconds"], c["Node:Name"]) = ("600", "first"));
        var ana = await ChatClient.SignInAsync(first);
        var session = await ana.StartAsync();
        var answer = await ana.HearAsync(session, "Left behind");
        await ana.GoneAsync(answer.Id);

        await using var second = await TestHost.StartOnAsync(first.ConnectionString, c => (c["Chat:UndoSeconds"], c["Node:Name"]) = ("0", "second"));

        await Soon.UntilAsync(() => TestDatabase.ScalarAsync<long>(first.ConnectionString, Left, answer.Id), left => left == 1);
        Assert.Single((await ana.ListAsync(session)).Items);
    }
}
