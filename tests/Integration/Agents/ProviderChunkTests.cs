using ChatMonolith.Modules.Agents.Contracts;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>Chunks of odd shape, and where the reasoning hides in them.</summary>
public sealed class ProviderChunkTests : ModelFixture
{
    [Theory]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":null}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    [InlineData("""{"choices":[null]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":null}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant"}}]}""")]
    [InlineData("""{"choices":[{"delta":{"role":null,"content":null,"reasoning_content":null,"tool_calls":null,"refusal":null}}],"usage":null,"error":null}""")]
    [InlineData("""{"choices":[{"delta":{"content":[]}}],"usage":{}}""")]
    [InlineData("""{"choices":[{"delta":{"content":7}}],"prompt_filter_results":[{}]}""")]
    [InlineData("""{"choices":[{"index":1,"delta":{"content":"a second answer"}}]}""")]
    [InlineData("""{"x_groq":{"id":"r"},"choices":[{"delta":{"audio":{"id":"a"}},"logprobs":null}]}""")]
    public async Task A_chunk_without_text_disturbs_nothing(string chunk)
    {
        Reply($"data: {chunk}\n\n" + Delta("""{"content":"a"}""") + $"data: {chunk}\n\n" + Delta("""{"content":"b"}""") + Stop + $"data: {chunk}\n\n" + Done);
        var updates = await AllAsync(Answer());
        Assert.Equal("ab", TextOf(updates));
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}""")]
    [InlineData("""{"content":["a",{"type":"output_text","text":"b"},{"type":"image_url"},null]}""")]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"ab"}]}""")]
    [InlineData("""{"refusal":"ab"}""")]
    [InlineData("""{"role":"assistant","content":"ab","annotations":[]}""")]
    [InlineData("""{"content":"\u0061\u0062"}""")]
    public async Task Text_in_another_shape_is_text(string delta)
    {
        Reply(Delta(delta, "\"stop\""));
        var updates = await AllAsync(Answer());
        Assert.Equal("ab", TextOf(updates));
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    [Theory]
    [InlineData("""{"reasoning_content":"Hm, "}|{"reasoning_content":"yes.","content":null}|{"content":"Yes"}""")]
    [InlineData("""{"reasoning":"Hm, ","content":""}|{"reasoning":"yes."}|{"content":"Yes","reasoning":null}""")]
    [InlineData("""{"reasoning":"Hm, yes.","reasoning_content":"Hm, yes.","reasoning_details":[{"text":"Hm, yes."}]}|{"content":"Yes"}""")]
    [InlineData("""{"content":"<think>Hm, yes.</think>Yes"}""")]
    [InlineData("""{"content":"\n<"}|{"content":"thi"}|{"content":"nk>Hm, "}|{"content":"yes.</th"}|{"content":"ink>"}|{"content":"\n\n"}|{"content":"Yes"}""")]
    [InlineData("""{"content":[{"type":"thinking","thinking":"Hm, yes."}]}|{"content":"Yes"}""")]
    public async Task Reasoning_is_never_text(string deltas)
    {
        Reply(string.Concat(deltas.Split('|').Select(d => Delta(d))) + Stop + Done);
        var updates = await AllAsync(Answer());
        Assert.Equal(("Hm, yes.", "Yes"), (ReasoningOf(updates), TextOf(updates)));
        Assert.IsType<AgentReasoning>(updates[0]);
    }

    [Theory]
    [InlineData("Say <think> first", "", "Say <think> first")]
    [InlineData("<thinker>", "", "<thinker>")]
    [InlineData("<think", "", "<think")]
    [InlineData("<think>a</think>b<think>c</think>", "a", "b<think>c</think>")]
    [InlineData("<think>only </thi", "only </thi", "")]
    [InlineData("<think></think>b", "", "b")]
    public async Task Think_tags_count_at_the_very_start_only(string content, string reasoning, string text)
    {
        _ = Server.Next().Say(content.Select(c => c.ToString())).FinishAsync();
        var updates = await AllAsync(Answer());
        Assert.Equal((reasoning, text), (ReasoningOf(updates), TextOf(updates)));
    }

    [Theory]
    [InlineData("NUL in \\u0000 thought", "NUL in \ufffd thought")]
    [InlineData("half \\ud83d", "half \ufffd")]
    public async Task Reasoning_is_mended_too(string thought, string expected)
    {
        Reply(Delta($$"""{"reasoning":"{{thought}}"}""") + Delta("""{"content":"x"}""") + Stop);
        Assert.Equal(expected, ReasoningOf(await AllAsync(Answer())));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_cost_no_more_than_themselves()
    {
        var chunk = System.Text.Encoding.UTF8.GetBytes(Delta("""{"content":"a#b"}"""));
        chunk[Array.IndexOf(chunk, (byte)'#')] = 0xC3;
        Reply([chunk, System.Text.Encoding.UTF8.GetBytes(Stop)]);
        Assert.Equal("a\ufffdb", TextOf(await AllAsync(Answer())));
    }
}
