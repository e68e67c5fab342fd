using ChatMonolith.Modules.Agents.Contracts;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>How an answer ends: whole, cut off, cut short or failed.</summary>
public sealed class ProviderEndTests : ModelFixture
{
    static readonly string Text = Delta("""{"content":"Hi"}""");
    const string Tool = """{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"search","arguments":"{}"}}]}""";

    public static TheoryData<string, string> Ends => new()
    {
        { "finished", Text + Stop },
        { "finished", Text + Stop + Done },
        // It sent no reason, but did say that this is all.
        { "finished", Text + Done },
        { "cut off", Text },
        { "cut off", Text + Delta("""{"content":null}""", "\"\"") },
        { "cut off", Text + "data: {\"choi" },
        { "cut off", Text + "data: <html>Bad gateway</html>\n\n" },
        { "cut off", Text + Delta("{}", "\"insufficient_system_resource\"") + Done },
        { "length", Text + Delta("{}", "\"length\"") + Done },
        { "length", Text + Delta("{}", "\"MAX_TOKENS\"") },
        { "content_filter", Text + Delta("{}", "\"content_filter\"") + Done },
        { "provider_down", Text + Delta("{}", "\"tool_calls\"") + Done },
        { "provider_down", Text + """data: {"error":{"message":"overloaded","code":503}}""" + "\n\n" },
        { "provider_down", Text + """data: {"object":"error","message":"CUDA out of memory","code":500}""" + "\n\n" + Done },
        { "provider_down", Text + "event: error\ndata: {\"message\":\"gone\"}\n\n" },
        { "provider_down", Text + """data: {"choices":[{"delta":{},"finish_reason":"error","error":{"message":"x"}}]}""" + "\n\n" },
        { "rate_limited", Text + """data: {"error":{"type":"rate_limit_error","message":"slow down"}}""" + "\n\n" },
        { "finished", Text + """data: {"error":null,"choices":[{"delta":{},"error":null,"finish_reason":"stop"}]}""" + "\n\n" },
    };

    [Theory, MemberData(nameof(Ends))]
    public async Task The_text_stays_and_the_end_is_told(string end, string stream)
    {
        Reply(stream);
        var updates = await AllAsync(Answer());
        Assert.Equal("Hi", TextOf(updates));
        Assert.Single(updates.OfType<AgentUsage>());
        Assert.Equal(end, updates[^1] switch { AgentFinished => "finished", AgentFailed f => f.Code, AgentCutShort c => c.Code, AgentUsage => "cut off", var u => u.ToString() });
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task At_the_models_limit_the_person_reads_what_to_do()
    {
        _ = Server.Next().Say("long").FinishAsync(reason: "length");
        Assert.Equal(new AgentCutShort("length", "The answer reached the model's length limit. Continue to let it go on."), (await AllAsync(Answer()))[^1]);
        Assert.Equal(AgentStatus.Ready, Health.StatusOf("test"));
    }

    [Theory]
    [InlineData("tool_calls")]
    [InlineData("stop")]
    public async Task Asking_for_a_tool_is_a_plain_sentence(string reason)
    {
        Reply(Delta(Tool) + Delta("{}", $"\"{reason}\"") + Done);
        var updates = await AllAsync(Answer());
        Assert.Contains("asked for a tool", Assert.IsType<AgentFailed>(updates[^1]).Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(Done)]
    [InlineData("")]
    [InlineData(": ping\n\n")]
    [InlineData("data: nonsense\n\n")]
    public async Task Nothing_at_all_is_tried_three_times(string stream)
    {
        for (var i = 0; i < 3; i++) Reply(stream);
        Assert.Equal("provider_down", Assert.IsType<AgentFailed>((await AllAsync(Answer()))[^1]).Code);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task What_was_thought_before_the_break_is_not_thought_twice()
    {
        Reply(Delta("""{"reasoning_content":"Hmm"}"""));
        var updates = await AllAsync(Answer());
        Assert.Equal("Hmm", ReasoningOf(updates));
        Assert.IsType<AgentFailed>(updates[^1]);
        Assert.Single(Server.Requests);
    }
}
