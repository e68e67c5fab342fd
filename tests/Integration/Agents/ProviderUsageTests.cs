using ChatMonolith.Modules.Agents.Answers;
using ChatMonolith.Modules.Agents.Contracts;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>What an answer used, wherever the provider says so, and by our own count when it does not.</summary>
public sealed class ProviderUsageTests : ModelFixture
{
    static string Usage(string usage) => $$"""data: {"choices":[],"usage":{{usage}}}""" + "\n\n";
    static readonly string Text = Delta("""{"content":"Hello there"}""");
    const string Counted = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""";

    public static TheoryData<string> Streams => new()
    {
        Usage(Counted) + Text + Stop + Done,
        Text + Usage(Counted) + Stop + Done,
        Text + Stop + Usage(Counted) + Done,
        Text + Stop + Usage(Counted),
        Text + """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5}}""" + "\n\n" + Done,
        Text + """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":10,"completion_tokens":5}}]}""" + "\n\n" + Done,
        Usage("""{"prompt_tokens":10,"completion_tokens":1}""") + Text + Usage("""{"prompt_tokens":10,"completion_tokens":2}""") + Stop + Usage(Counted) + Done,
        Usage(Counted) + Text + Usage("null") + Stop + Usage("{}") + Done,
        Text + Stop + """data: {"choices":null,"usage":{"prompt_tokens":10.0,"completion_tokens":5,"prompt_tokens_details":null,"completion_tokens_details":null}}""" + "\n\n",
    };

    [Theory, MemberData(nameof(Streams))]
    public async Task It_is_taken_from_any_chunk_and_the_last_one_wins(string stream)
    {
        Reply(stream);
        var updates = await AllAsync(Answer());
        Assert.True(updates.OfType<AgentUsage>().Single() is { InputTokens: 10, OutputTokens: 5, Estimated: false });
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":8,"prompt_tokens_details":{"cached_tokens":7},"completion_tokens_details":{"reasoning_tokens":6}}""")]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":8,"prompt_cache_hit_tokens":7,"completion_tokens_details":{"reasoning_tokens":6}}""")]
    public async Task Details_are_read_in_both_dialects(string usage)
    {
        Reply(Text + Stop + Usage(usage));
        Assert.True((await AllAsync(Answer())).OfType<AgentUsage>().Single() is { InputTokens: 9, OutputTokens: 8, CachedTokens: 7, ReasoningTokens: 6 });
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"promptTokens":10,"completionTokens":5}""")]
    public async Task Otherwise_it_is_counted_here_reasoning_included(string usage)
    {
        Reply(Delta("""{"reasoning":"Let me think about it."}""") + Text + Stop + Usage(usage));
        // "Let me think about it." are six tokens and "Hello there" two.
        Assert.True((await AllAsync(Answer())).OfType<AgentUsage>().Single() is { Estimated: true, OutputTokens: 8, InputTokens: > 10 });
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello there", 2)]
    [InlineData("antidisestablishmentarianism", 6)]
    [InlineData("日本語のテキスト", 6)]
    public void A_text_is_counted_as_models_do(string text, int tokens) => Assert.InRange(TokenCount.Of(text), tokens, tokens + 3);

    [Theory]
    [InlineData("a")]
    [InlineData("word ")]
    [InlineData("\ud83d")]
    public void A_hostile_text_takes_no_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 4_000_000 / piece.Length));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.True(TokenCount.Of(text) > text.Length / 10);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), watch.Elapsed.ToString());
    }
}
