using ChatMonolith.Modules.Agents.Answers;
using ChatMonolith.Modules.Agents.Contracts;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>Time, tokens and patience.</summary>
public sealed class ProviderLimitTests : ModelFixture
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_answer_that_takes_too_long_is_ended_and_its_text_kept()
    {
        var script = Server.Next();
        _ = script.SendAsync("begun");
        var updates = await AllAsync(Answer(Hello, answer: 300));
        Assert.Equal("begun", TextOf(updates));
        var failed = Assert.IsType<AgentFailed>(updates[^1]);
        Assert.Equal("budget_exceeded", failed.Code);
        Assert.Contains("5 minutes", failed.Message, StringComparison.Ordinal);
        await script.Aborted.WaitAsync(Soon);
        Assert.Equal(AgentStatus.Ready, Health.StatusOf("test"));
    }

    [Fact]
    public async Task A_provider_that_only_thinks_runs_into_it_too()
    {
        var script = Server.Next();
        _ = script.SendEventAsync("""{"choices":[{"delta":{"reasoning":"hm "}}]}""");
        var updates = await AllAsync(Answer(Hello, answer: 300));
        Assert.Equal("hm ", ReasoningOf(updates));
        Assert.Equal("budget_exceeded", Assert.IsType<AgentFailed>(updates[^1]).Code);
        await script.Aborted.WaitAsync(Soon);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task An_answer_of_too_many_tokens_is_ended_and_the_provider_told_before()
    {
        var script = Server.Next();
        for (var i = 0; i < 12; i++) _ = script.SendAsync("abcdefgh");
        var updates = await AllAsync(Answer(Hello, tokens: 20));
        Assert.Equal(80, TextOf(updates).Length);
        Assert.Equal("budget_exceeded", Assert.IsType<AgentFailed>(updates[^1]).Code);
        await script.Aborted.WaitAsync(Soon);
        Assert.Equal(20, Assert.Single(Server.Requests).Body.GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public async Task Reasoning_counts_as_well()
    {
        Reply(Delta($$"""{"reasoning":"{{new string('x', 400)}}"}""") + Delta("""{"content":"late"}""") + Stop);
        var updates = await AllAsync(Answer(Hello, tokens: 20));
        Assert.Equal("budget_exceeded", Assert.IsType<AgentFailed>(updates[^1]).Code);
        Assert.Equal("", TextOf(updates));
    }

    [Theory]
    [InlineData(5, "budget_exceeded")]
    [InlineData(50, "length")]
    public async Task A_provider_that_stops_at_our_limit_is_told_from_one_at_its_own(int limit, string code)
    {
        _ = Server.Next().Say("Hi").FinishAsync(new(10, 5), "length");
        var last = (await AllAsync(Answer(Hello, tokens: limit)))[^1];
        Assert.Equal(code, last is AgentFailed failed ? failed.Code : Assert.IsType<AgentCutShort>(last).Code);
    }

    [Fact]
    public async Task Without_a_limit_none_is_sent()
    {
        _ = Server.Next().Say("Hi").FinishAsync();
        await AllAsync(Answer());
        Assert.False(Assert.Single(Server.Requests).Body.TryGetProperty("max_tokens", out _));
    }

    [Theory]
    [InlineData(null, null, 600, null)]
    [InlineData("90", "4000", 90, 4000)]
    [InlineData("00:02:00", "0", 120, null)]
    [InlineData("never", "many", 600, null)]
    public void They_are_configured(string? time, string? tokens, int seconds, int? most)
    {
        var limits = AnswerLimits.From(new ConfigurationBuilder().AddInMemoryCollection([new("Agents:AnswerTimeLimit", time), new("Agents:AnswerTokenLimit", tokens)]).Build());
        Assert.Equal((TimeSpan.FromSeconds(seconds), most), (limits.Answer, limits.Tokens));
    }
}
