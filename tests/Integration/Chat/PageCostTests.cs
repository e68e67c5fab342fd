using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Compression;
using AngleSharp.Html.Parser;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What opening a session costs the database and the line.</summary>
[Collection("host")]
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
    public async Task The_first_load_is_light()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 50);
        using var answer = await ana.NavigateAsync($"/chat/{session}");
        var html = await answer.Content.ReadAsByteArrayAsync();
        var page = new HtmlParser().ParseDocument(new MemoryStream(html));
        Assert.Equal(50, page.QuerySelectorAll("article.message").Length);

        var addresses = page.QuerySelectorAll("script[src], img[src], link[href], use[href]")
            .Select(e => (e.GetAttribute("src") ?? e.GetAttribute("href"))!.Split('#')[0]).Distinct().ToList();
        Assert.All(addresses, a => Assert.StartsWith("/", a, StringComparison.Ordinal));
        var (total, scripts, styles) = (Zipped(html), 0, 0);
        output.WriteLine($"page {total:N0}");
        foreach (var address in addresses)
        {
            var size = Zipped(await ana.User.GetByteArrayAsync(address));
            output.WriteLine($"{address} {size:N0}");
            total += size;
            if (address.EndsWith(".js", StringComparison.Ordinal)) scripts += size;
            if (address.EndsWith(".css", StringComparison.Ordinal)) styles += size;
        }
        output.WriteLine($"all {total:N0} in {addresses.Count + 1} requests; scripts {scripts:N0}, styles {styles:N0} (gzip bytes)");

        Assert.InRange(total, 1, 60 * 1024);
        Assert.InRange(scripts, 1, 30 * 1024);
        Assert.InRange(styles, 1, 15 * 1024);
        Assert.InRange(addresses.Count + 1, 2, 8);
    }

    /// <summary>The SQL of one request, told from all others by its trace.</summary>
    static async Task<List<string>> StatementsAsync(ChatClient person, string address)
    {
        var trace = ActivityTraceId.CreateRandom();
        var statements = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql" && activity.TraceId == trace && (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string sql)
                    statements.Enqueue(string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var answer = await person.User.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return [.. statements];
    }

    static int Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bytes);
        return (int)zipped.Length;
    }
}
