using ChatMonolith.Modules.Kernel.Live;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>However often a page loses its stream, it ends up showing what a fresh one shows.</summary>
[Collection("chat")]
public sealed class ReplayTests(TestHost host)
{
    const string Answer = """
        # A *long* answer

        It begins with a paragraph of several words, `code`, **strong** words and a [link](https://example.org/a?b=c&d=e),
        and goes on over two lines.

        1. first
        2. second with a [word](https://example.org)
           - inner one
           - inner two, and more of it

        ```csharp
        if (a < b && c > d)
            Console.WriteLine("<hx-partial>");

        // done
        ```

        | Name | Value |
        |------|------:|
        | one  | 1     |
        | two  | **2** |

        > A quotation that goes on
        > for a while.

        - [ ] open
        - [x] done

        ## The end

        Good *bye*.
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Cut_at_random_moments_while_the_answer_is_written(int seed)
    {
        var random = new Random(seed);
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        var events = await ana.FollowAsync(session, since: page.Since);
        await events.NextAsync("cm-hello");
        var (sent, script) = await ana.AskAsync(session);
        var cuts = 0;

        foreach (var piece in Pieces(random))
        {
            await script.SendAsync(piece);
            // Some pieces gather before the page looks; what is held back shows with the next one.
            if (random.Next(3) == 0) continue;
            await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content.EndsWith(piece, StringComparison.Ordinal));
            if (random.Next(2) == 0) continue;
            var take = random.Next(1, 4);
            for (var i = 0; i < take && await TryNextAsync(events); i++) { }
            (events, cuts) = (await ReconnectAsync(ana, session, page, events), cuts + 1);
        }
        await script.FinishAsync();
        await events.NextAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal));
        page.Apply(events.Seen);
        await events.DisposeAsync();

        Assert.True(cuts >= 10, $"only {cuts} cuts");
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal(Answer, (await ana.EndOfAsync(session, sent.ReplyId)).Content);
    }

    [Fact]
    public async Task From_any_event_on_exactly_the_missed_ones_are_replayed()
    {
        var random = new Random(7);
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var start = await ana.OpenAsync(session);
        var before = start.Document.DocumentElement.OuterHtml;
        // As an id, so that nothing comes as a catch-up: the page is at the feed's end.
        await using var events = await ana.FollowAsync(session, lastEventId: start.Since);
        var (sent, script) = await ana.AskAsync(session);
        foreach (var piece in Pieces(random))
        {
            await script.SendAsync(piece);
            await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content.EndsWith(piece, StringComparison.Ordinal));
        }
        await script.FinishAsync();
        await events.NextAsync("cm-usage");
        var all = events.Seen.Where(i => i.Id is not null).ToList();
        var fresh = (await ana.OpenAsync(session)).Conversation;

        Assert.True(all.Count >= 40, $"only {all.Count} events");
        foreach (var cut in Enumerable.Range(0, all.Count - 1).OrderBy(_ => random.Next()).Take(30))
        {
            await using var again = await ana.FollowAsync(session, lastEventId: all[cut].Id);
            await again.NextAsync(i => i.Id == all[^1].Id);
            Assert.Equal(all.Skip(cut + 1).Select(i => (i.Id, i.Event, i.Data)), again.Seen.Skip(1).Select(i => (i.Id, i.Event, i.Data)));
            Assert.Equal(fresh, new PageDom(before).Apply(all.Take(cut + 1)).Apply(again.Seen).Conversation);
        }
    }

    [Fact]
    public async Task After_a_restart_of_the_feed_changes_since_the_revision_come_and_a_snapshot()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await ana.HearAsync(session, "An old answer");
        var page = await ana.OpenAsync(session);
        await using var events = await ana.FollowAsync(session);
        await ana.HearAsync(session, "A missed answer");
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("# Begun\n\nand go");
        await events.NextAsync(i => i.Data.Contains("and go", StringComparison.Ordinal));

        await using var later = await ana.FollowAsync(session, lastEventId: $"0123456789{SessionFeed.MarkOf(session)}.{page.Since.Split('.')[1]}.77");
        page.Apply(await later.ThroughAsync(i => i.Data.Contains("and go", StringComparison.Ordinal)));

        Assert.DoesNotContain(later.Seen, i => i.Data.Contains("An old answer", StringComparison.Ordinal));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        await script.SendAsync("ing on");
        _ = script.FinishAsync();
        page.Apply(await later.ThroughAsync(i => i.Event == "cm-run" && i.Data.Contains("done", StringComparison.Ordinal)));
        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
        Assert.Equal("# Begun\n\nand going on", (await ana.EndOfAsync(session, sent.ReplyId)).Content);
    }

    [Fact]
    public async Task A_page_that_loses_its_stream_in_the_middle_of_catching_up_still_gets_the_rest()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var page = await ana.OpenAsync(session);
        foreach (var answer in new[] { "One", "Two", "Three" }) await ana.HearAsync(session, answer);
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Four");
        await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content == "Four");

        var events = await ana.FollowAsync(session, lastEventId: $"0123456789{SessionFeed.MarkOf(session)}.0.5");
        await events.NextAsync(i => i.IsContent);
        events = await ReconnectAsync(ana, session, page, events);
        _ = script.FinishAsync();
        await events.NextAsync(i => i.Event == "cm-run" && i.Data.Contains(sent.ReplyId.ToString(), StringComparison.Ordinal) && i.Data.Contains("done", StringComparison.Ordinal));
        page.Apply(events.Seen);
        await events.DisposeAsync();

        Assert.Equal((await ana.OpenAsync(session)).Conversation, page.Conversation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.-1.-1")]
    [InlineData("a.99999999999999999999.1")]
    [InlineData("a.1.1.1")]
    [InlineData("'; drop table chat.messages; --")]
    [InlineData("%00%0d%0a")]
    [InlineData("0123456789.9223372036854775807.9223372036854775807")]
    public async Task An_id_that_is_none_does_no_harm(string id)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        foreach (var (header, since) in new[] { (id, (string?)null), (null, id) })
        {
            await using var events = await ana.FollowAsync(session, header, since);
            Assert.Equal("cm-hello", (await events.NextAsync()).Event);
            var sent = await ana.SendAsync(session, "Still here?");
            await events.NextAsync(i => i.IsContent && i.Data.Contains(sent.MessageId.ToString(), StringComparison.Ordinal), TimeSpan.FromSeconds(5));
            await ana.EndOfAsync(session, sent.ReplyId);
        }
    }

    [Fact]
    public async Task A_page_that_was_away_for_too_long_is_told_to_load_again()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 202);
        await using var events = await ana.FollowAsync(session, lastEventId: $"0123456789{SessionFeed.MarkOf(session)}.0.1");
        Assert.Equal("cm-reload", (await events.NextAsync(i => i.Event != "cm-hello")).Event);
    }

    /// <summary>As a browser does: what came is on the page, and it comes back with the last id it saw.</summary>
    static async Task<SseClient> ReconnectAsync(ChatClient person, Guid session, PageDom page, SseClient events)
    {
        page.Apply(events.Seen);
        await events.DisposeAsync();
        return await person.FollowAsync(session, events.LastId, page.Since);
    }

    static async Task<bool> TryNextAsync(SseClient events)
    {
        try
        {
            await events.NextAsync(within: TimeSpan.FromMilliseconds(30));
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    static IEnumerable<string> Pieces(Random random)
    {
        for (var at = 0; at < Answer.Length;)
        {
            var length = Math.Min(random.Next(4, 18), Answer.Length - at);
            yield return Answer.Substring(at, length);
            at += length;
        }
    }
}
