using System.Diagnostics;
using System.IO.Compression;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What opening a session costs the database and the line.</summary>
[Collection("chat")]
public sealed class PageCostTests(TestHost host, ITestOutputHelper output)
{
    [Fact]
    public async Task The_page_asks_the_database_equally_often_however_much_was_said()
    {
        var ana = await ChatClient.SignInAsync(host);
        var counts = new List<int>();
        foreach (var messages in new[] { 1, 200 })
        {
            var session = await ana.StartAsync();
            await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, messages);
            // The first time also fills memories.
            await ana.OpenAsync(session);
            var statements = await StatementsAsync(ana, $"/chat/{session}");
            output.WriteLine($"{messages} messages: {statements.Count} statements");
            statements.ForEach(output.WriteLine);
            counts.Add(statements.Count);
        }
        Assert.Equal(counts[0], counts[1]);
        Assert.InRange(counts[0], 3, 7);
    }

    [Fact]
    public async Task A_session_of_100_000_messages_opens_as_fast_as_one_of_100()
    {
        var ana = await ChatClient.SignInAsync(host);
        var (small, large) = (await ana.StartAsync(), await ana.StartAsync());
        await TranscriptSeed.FillAsync(host.ConnectionString, small, ana.User, 100);
        await TranscriptSeed.FillAsync(host.ConnectionString, large, ana.User, 100_000);
        await TestDatabase.ExecuteAsync(host.ConnectionString, "analyze chat.messages");
        var best = new Dictionary<Guid, TimeSpan> { [small] = TimeSpan.MaxValue, [large] = TimeSpan.MaxValue };
        for (var i = 0; i < 15; i++)
            foreach (var session in new[] { small, large })
            {
                var started = Stopwatch.GetTimestamp();
                await ana.OpenAsync(session);
                var took = Stopwatch.GetElapsedTime(started);
                if (took < best[session]) best[session] = took;
            }
        output.WriteLine($"{best[small].TotalMilliseconds:0.0} ms and {best[large].TotalMilliseconds:0.0} ms");
        Assert.InRange(best[large] / best[small], 0, 1.5);
    }

    [Fact]
    public async Task Answers_and_streams_hold_no_connection_to_the_database()
    {
        // More of each than the pool of this host has connections.
        const int Many = 30;
        var people = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => ChatClient.SignInAsync(host)));
        var open = await Task.WhenAll(people.Select(async person =>
        {
            var session = await person.StartAsync();
            var events = await person.FollowAsync(session);
            await events.NextAsync("cm-hello");
            var (sent, script) = await person.AskAsync(session);
            await script.SendAsync("So far");
            return (Person: person, Session: session, Events: events, sent.ReplyId, Script: script);
        }));
        foreach (var one in open)
        {
            Assert.Contains("So far", (await one.Person.OpenAsync(one.Session)).Message(one.ReplyId).TextContent, StringComparison.Ordinal);
            _ = one.Script.FinishAsync();
            Assert.Equal("done", (await one.Person.EndOfAsync(one.Session, one.ReplyId)).Status);
            await one.Events.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_first_load_is_light()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 50);
        using var answer = await ana.NavigateAsync($"/chat/{session}");
        var html = await answer.Content.ReadAsByteArrayAsync();
        var page = new HtmlParser().ParseDocument(new MemoryStream(html));
        Assert.Equal(50, page.QuerySelectorAll("article.message").Length);

        var (total, scripts, styles, requests) = await WeighAsync(ana, html, page);
        Assert.InRange(total, 1, 60 * 1024);
        Assert.InRange(scripts, 1, 30 * 1024);
        Assert.InRange(styles, 1, 15 * 1024);
        Assert.InRange(requests, 2, 8);
    }

    [Fact]
    public async Task Pages_without_a_session_load_next_to_no_script()
    {
        var ana = await ChatClient.SignInAsync(host);
        using var answer = await ana.NavigateAsync("/mentions");
        var html = await answer.Content.ReadAsByteArrayAsync();
        Assert.InRange((await WeighAsync(ana, html, new HtmlParser().ParseDocument(new MemoryStream(html)))).Scripts, 1, 1536);
    }

    /// <summary>A page with all that it loads, in bytes as they travel.</summary>
    async Task<(int Total, int Scripts, int Styles, int Requests)> WeighAsync(ChatClient person, byte[] html, IHtmlDocument page)
    {
        var addresses = page.QuerySelectorAll("script[src], img[src], link[href], use[href]")
            .Select(e => (e.GetAttribute("src") ?? e.GetAttribute("href"))!.Split('#')[0]).Distinct().ToList();
        Assert.All(addresses, a => Assert.StartsWith("/", a, StringComparison.Ordinal));
        var (total, scripts, styles) = (Zipped(html), 0, 0);
        output.WriteLine($"page {total:N0}");
        foreach (var address in addresses)
        {
            var size = Zipped(await person.User.GetByteArrayAsync(address));
            output.WriteLine($"{address} {size:N0}");
            total += size;
            if (address.EndsWith(".js", StringComparison.Ordinal)) scripts += size;
            if (address.EndsWith(".css", StringComparison.Ordinal)) styles += size;
        }
        output.WriteLine($"all {total:N0} in {addresses.Count + 1} requests; scripts {scripts:N0}, styles {styles:N0} (gzip bytes)");
        return (total, scripts, styles, addresses.Count + 1);
    }

    static async Task<List<string>> StatementsAsync(ChatClient person, string address)
    {
        using var statements = new Statements();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        statements.Mark(request);
        using var answer = await person.User.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return [.. statements.Seen];
    }

    static int Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return (int)zipped.Length;
    }
}
