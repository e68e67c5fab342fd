using System.Text.RegularExpressions;
using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

public sealed class ModelAnswerTests : ModelFixture
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_answer_is_text_then_usage_then_the_end()
    {
        Agent.SetPrice(new ModelPrice(2.5m, 10m, "EUR"));
        _ = Server.Next().Say("Good ", "morning").FinishAsync(new(1000, 200, Cached: 300, Reasoning: 50));

        var updates = await AllAsync(Answer());

        Assert.Equal(
            [new AgentText("Good "), new AgentText("morning"), new AgentUsage(1000, 200, 300, 50, 0.0045m, "EUR", Estimated: false), new AgentFinished()], updates);
        var request = Assert.Single(Server.Requests);
        Assert.Equal($"Bearer {Key}", request.Headers["Authorization"]);
        Assert.True(request.WantsUsage);
        Assert.Equal(AgentStatus.Ready, Health.StatusOf("test"));
    }

    [Fact]
    public async Task Text_is_handed_on_while_the_provider_still_writes()
    {
        var script = Server.Next();
        await using var answer = Answer().GetAsyncEnumerator();
        foreach (var piece in new[] { "one", " two" })
        {
            _ = script.SendAsync(piece);
            Assert.True(await answer.MoveNextAsync());
            Assert.Equal(new AgentText(piece), answer.Current);
        }
    }

    [Fact]
    public async Task Stopping_aborts_the_request_and_ends_with_an_estimate()
    {
        using var stop = new CancellationTokenSource();
        var script = Server.Next();
        var updates = new List<AgentUpdate>();
        _ = script.SendAsync("12345678");

        await foreach (var update in Answer(stop: stop.Token))
        {
            updates.Add(update);
            await stop.CancelAsync();
            await script.Aborted.WaitAsync(Soon);
        }

        Assert.Equal("12345678", TextOf(updates));
        var usage = Assert.IsType<AgentUsage>(updates[^1]);
        Assert.True(usage is { Estimated: true, OutputTokens: 3, InputTokens: > 0 });
    }

    [Fact]
    public async Task Stopping_before_the_first_text_aborts_too()
    {
        using var stop = new CancellationTokenSource();
        var script = Server.Next();
        var all = AllAsync(Answer(stop: stop.Token));
        await script.Asked.WaitAsync(Soon);
        await stop.CancelAsync();
        await script.Aborted.WaitAsync(Soon);
        Assert.DoesNotContain(await all.WaitAsync(Soon), u => u is AgentFinished or AgentFailed or AgentText);
    }

    [Fact]
    public async Task Leaving_the_enumeration_aborts_too()
    {
        var script = Server.Next();
        _ = script.SendAsync("x");
        await using (var answer = Answer().GetAsyncEnumerator()) await answer.MoveNextAsync();
        await script.Aborted.WaitAsync(Soon);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_breaks_off_keeps_its_text_and_has_no_end(bool rudely)
    {
        var script = Server.Next();
        await using var answer = Answer().GetAsyncEnumerator();
        _ = script.SendAsync("half an ans");
        Assert.True(await answer.MoveNextAsync());
        _ = rudely ? script.DisconnectAsync() : script.CutOffAsync();

        Assert.True(await answer.MoveNextAsync());
        Assert.True(Assert.IsType<AgentUsage>(answer.Current).Estimated);
        Assert.False(await answer.MoveNextAsync());
        Assert.Single(Server.Requests);
        Assert.Equal(AgentStatus.Degraded, Health.StatusOf("test"));
    }

    [Fact]
    public async Task Running_into_the_length_limit_is_not_the_end()
    {
        _ = Server.Next().Say("long").FinishAsync(reason: "length");
        Assert.DoesNotContain(await AllAsync(Answer()), u => u is AgentFinished or AgentFailed);
    }

    [Fact]
    public async Task Without_reported_usage_it_is_estimated()
    {
        _ = Server.Next().Say("12345678").FinishUncountedAsync();
        var updates = await AllAsync(Answer());
        Assert.True(updates.OfType<AgentUsage>().Single() is { Estimated: true, OutputTokens: 3 });
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    [Theory]
    // As escapes, because an attribute cannot hold half a character.
    [InlineData(@"a \ud83d|\ude00 b", @"a \ud83d\ude00 b")]
    [InlineData(@"a \ud83d|b", @"a \ufffdb")]
    [InlineData(@"a \ude00 b", @"a \ufffd b")]
    [InlineData(@"end \ud83d", @"end \ufffd")]
    [InlineData(@"two \ud83d\ud83d|\ude00", @"two \ufffd\ud83d\ude00")]
    [InlineData(@"nul \u0000|here", @"nul \ufffdhere")]
    [InlineData(@"kept \\ud83d \\\\ \ud83d\ude00", @"kept \\ud83d \\\\ \ud83d\ude00")]
    public async Task Broken_characters_are_mended(string pieces, string expected)
    {
        _ = Server.Next().Say(Regex.Unescape(pieces).Split('|')).FinishAsync();
        var updates = await AllAsync(Answer());
        Assert.Equal(Regex.Unescape(expected), TextOf(updates));
        Assert.All(updates.OfType<AgentText>(), t => Assert.False(char.IsHighSurrogate(t.Text[^1])));
        Assert.IsType<AgentFinished>(updates[^1]);
    }

    [Fact]
    public async Task Several_voices_are_told_apart()
    {
        _ = Server.Next().FinishAsync();
        await AllAsync(Answer([
            new(false, "Ann", "What is it?"), new(true, "Guide", "A house."), new(true, "Tess", "A tent."), new(false, "Ben", "Which?")]));

        var messages = Assert.Single(Server.Requests).Messages;
        Assert.Equal("system", messages[0].Role);
        Assert.Equal([("user", "Ann: What is it?"), ("assistant", "Guide: A house."), ("assistant", "A tent."), ("user", "Ben: Which?")], messages.Skip(1));
    }

    [Fact]
    public async Task Alone_with_one_agent_nobody_is_named()
    {
        _ = Server.Next().FinishAsync();
        await AllAsync(Answer([new(false, "Ann", "Hi"), new(true, "Tess", "Hello"), new(false, "Ann", "Bye")]));
        Assert.Equal([("user", "Hi"), ("assistant", "Hello"), ("user", "Bye")], Assert.Single(Server.Requests).Messages.Skip(1));
    }
}
