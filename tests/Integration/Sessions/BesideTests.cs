using System.Net;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

[Collection("host")]
public sealed class BesideTests(TestHost host)
{
    [Fact]
    public async Task Two_sessions_stand_beside_each_other_in_named_frames_that_may_be_framed_here_and_only_here()
    {
        var ana = await ChatClient.SignInAsync(host);
        var (left, right) = (await ana.StartAsync("Tides"), await ana.StartAsync("Winds"));
        Assert.Equal($"/beside?left={left}", (await ana.OpenAsync(left)).Document.QuerySelector(".beside-link")!.GetAttribute("href"));
        using var answer = await ana.NavigateAsync($"/beside?left={left}&right={right}");
        var page = await answer.SeeAsync();
        var frames = page.QuerySelectorAll("iframe").ToList();
        Assert.Equal([("Left session: Tides", $"/chat/{left}?pane=1"), ("Right session: Winds", $"/chat/{right}?pane=1")],
            frames.Select(f => (f.GetAttribute("title")!, f.GetAttribute("src")!)));
        Assert.NotNull(page.QuerySelector(".frame.drawer"));

        using var pane = await ana.NavigateAsync(frames[0].GetAttribute("src")!);
        Assert.NotNull((await pane.SeeAsync()).QuerySelector(".frame.drawer #message"));
        foreach (var headers in new[] { answer.Headers, pane.Headers })
        {
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-src 'self'", policy, StringComparison.Ordinal);
            Assert.Equal("SAMEORIGIN", headers.GetValues("X-Frame-Options").Single());
        }
    }

    [Fact]
    public async Task Without_a_second_session_the_page_asks_for_one()
    {
        var ana = await ChatClient.SignInAsync(host);
        var left = await ana.StartAsync("Tides");
        using (var alone = await ana.NavigateAsync($"/beside?left={left}")) Assert.NotNull((await alone.SeeAsync()).QuerySelector("main form[action='/sessions'] button"));
        var right = await ana.StartAsync("Winds");
        foreach (var address in new[] { $"/beside?left={left}", $"/beside?left={left}&right={left}" })
        {
            using var asks = await ana.NavigateAsync(address);
            Assert.Equal([$"/beside?left={left}&right={right}"], (await asks.SeeAsync()).QuerySelectorAll("main .list a").Select(a => a.GetAttribute("href")!));
        }
    }

    [Fact]
    public async Task Sessions_of_others_do_not_exist_there_either()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var (mine, theirs) = (await eve.StartAsync(), await ana.StartAsync());
        foreach (var query in new[] { $"left={theirs}", $"left={mine}&right={theirs}", $"left={theirs}&right={mine}", $"left={Guid.NewGuid()}", "left=x", "" })
        {
            using var answer = await eve.NavigateAsync($"/beside?{query}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }
}
