using System.Net;
using System.Net.Sockets;
using ChatMonolith.Modules.Agents.Contracts;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

public sealed class ModelTroubleTests : ModelFixture
{
    [Theory]
    [InlineData(401, "{}", "bad_key", 1)]
    [InlineData(403, "{}", "bad_key", 1)]
    [InlineData(404, """{"error":{"code":"model_not_found"}}""", "model_not_found", 1)]
    [InlineData(400, """{"error":{"code":"context_length_exceeded"}}""", "context_too_long", 1)]
    [InlineData(413, "too big", "context_too_long", 1)]
    [InlineData(400, """{"error":{"code":"content_filter"}}""", "content_filter", 1)]
    [InlineData(400, """{"error":{"message":"odd"}}""", "provider_down", 1)]
    [InlineData(302, "", "provider_down", 1)]
    [InlineData(429, """{"error":{"code":"insufficient_quota"}}""", "rate_limited", 1)]
    [InlineData(429, "{}", "rate_limited", 3)]
    [InlineData(408, "{}", "provider_down", 3)]
    [InlineData(500, "<html>oops</html>", "provider_down", 3)]
    [InlineData(503, "{}", "provider_down", 3)]
    public async Task Each_refusal_has_its_code_and_its_number_of_tries(int status, string body, string code, int tries)
    {
        for (var i = 0; i < tries; i++) _ = Server.Next().RefuseAsync(status, body);

        var updates = await AllAsync(Answer());

        var failed = Assert.IsType<AgentFailed>(updates[^1]);
        Assert.Equal(code, failed.Code);
        Assert.EndsWith(".", failed.Message, StringComparison.Ordinal);
        Assert.Equal(tries, Server.Requests.Count);
        Assert.True(updates.OfType<AgentUsage>().Single() is { InputTokens: 0, OutputTokens: 0, Cost: 0 });
    }

    [Fact]
    public async Task A_busy_provider_says_how_long_to_wait()
    {
        _ = Server.Next().RefuseAsync(429, retryAfter: "20");
        var failed = Assert.IsType<AgentFailed>((await AllAsync(Answer()))[^1]);
        Assert.Equal(("rate_limited", TimeSpan.FromSeconds(20)), (failed.Code, failed.RetryAfter));
        Assert.Contains("20 seconds", failed.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_short_wait_that_a_busy_provider_asks_for_is_waited_for_unseen()
    {
        _ = Server.Next().RefuseAsync(429, retryAfter: "5");
        _ = Server.Next().Say("there").FinishAsync();
        var updates = await AllAsync(Answer());
        Assert.Equal("there", TextOf(updates));
        Assert.IsType<AgentFinished>(updates[^1]);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_second_try_may_succeed_unseen()
    {
        _ = Server.Next().RefuseAsync(503);
        _ = Server.Next().CutOffAsync();
        _ = Server.Next().Say("there").FinishAsync();
        var updates = await AllAsync(Answer());
        Assert.Equal("there", TextOf(updates));
        Assert.IsType<AgentFinished>(updates[^1]);
        Assert.Single(updates.OfType<AgentUsage>());
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task After_the_first_text_nothing_is_tried_again()
    {
        var script = Server.Next();
        await using var answer = Answer().GetAsyncEnumerator();
        _ = script.SendAsync("text");
        Assert.True(await answer.MoveNextAsync());
        _ = script.SendEventAsync("""{"error":{"code":503,"message":"overloaded"}}""");
        _ = script.CutOffAsync();
        Assert.True(await answer.MoveNextAsync());
        Assert.IsType<AgentUsage>(answer.Current);
        Assert.True(await answer.MoveNextAsync());
        Assert.Equal("provider_down", Assert.IsType<AgentFailed>(answer.Current).Code);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Nobody_there_is_provider_down_without_usage()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();

        var updates = await AllAsync(Answer(baseUrl: $"http://127.0.0.1:{port}/v1"));

        Assert.Equal("provider_down", Assert.IsType<AgentFailed>(Assert.Single(updates)).Code);
        Assert.Equal(AgentStatus.Down, Health.StatusOf("test"));
    }

    [Fact]
    public async Task A_provider_that_never_begins_is_a_timeout()
    {
        var script = Server.Next();
        var updates = await AllAsync(Answer(firstToken: 30));
        Assert.Equal("timeout", Assert.IsType<AgentFailed>(updates[^1]).Code);
        await script.Aborted.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_provider_that_falls_silent_is_a_timeout_and_the_text_stays()
    {
        _ = Server.Next().SendAsync("begun");
        var updates = await AllAsync(Answer(idle: 30));
        Assert.Equal("begun", TextOf(updates));
        Assert.True(updates.OfType<AgentUsage>().Single().Estimated);
        Assert.Equal("timeout", Assert.IsType<AgentFailed>(updates[^1]).Code);
    }

    [Fact]
    public async Task A_filtered_answer_says_so()
    {
        _ = Server.Next().Say("well").FinishAsync(reason: "content_filter");
        Assert.Equal("content_filter", Assert.IsType<AgentFailed>((await AllAsync(Answer()))[^1]).Code);
    }

    [Fact]
    public async Task Neither_the_key_nor_the_providers_words_reach_the_person()
    {
        _ = Server.Next().RefuseAsync(401, $$$"""{"error":{"message":"Incorrect API key provided: {{{Key}}}. <script>"}}""");
        var failed = Assert.IsType<AgentFailed>((await AllAsync(Answer()))[^1]);
        Assert.DoesNotContain(Key, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Incorrect", failed.Message, StringComparison.Ordinal);
        Assert.Equal(AgentStatus.Down, Health.StatusOf("test"));
    }

    [Fact]
    public async Task A_reason_that_nobody_knows_still_ends_the_answer()
    {
        _ = Server.Next().Say("fine").FinishAsync(reason: "eos");
        var updates = await AllAsync(Answer());
        Assert.Equal("fine", TextOf(updates));
        Assert.IsType<AgentFinished>(updates[^1]);
    }
}
