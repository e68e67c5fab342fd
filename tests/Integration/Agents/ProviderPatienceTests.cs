using System.Text;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Tests.Integration.Chat;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>What counts as a sign of life while nothing is said; time passes when the test says so.</summary>
public sealed class ProviderPatienceTests : ModelFixture
{
    readonly FakeTimeProvider _clock = new();

    protected override TimeProvider Time => _clock;

    [Fact]
    public async Task Who_thinks_is_alive()
    {
        var script = Server.Next();
        await using var updates = Answer(firstToken: 300).GetAsyncEnumerator();
        for (var i = 0; i < 10; i++)
        {
            _ = script.SendEventAsync("""{"choices":[{"delta":{"reasoning":"hm "}}]}""");
            Assert.True(await updates.MoveNextAsync().AsTask().SoonAsync());
            Assert.IsType<AgentReasoning>(updates.Current);
            _clock.Advance(TimeSpan.FromSeconds(40));
        }
        _ = script.Say("Yes").FinishAsync();
        Assert.True(await updates.MoveNextAsync().AsTask().SoonAsync());
        Assert.Equal("Yes", Assert.IsType<AgentText>(updates.Current).Text);
    }

    [Theory]
    [InlineData(": ping\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n")]
    public async Task Who_only_pings_is_not_for_ever(string ping)
    {
        var script = Server.Next();
        _ = script.SendAsync("begun");
        await using var updates = Answer(idle: 60).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().SoonAsync());
        Assert.Equal("begun", Assert.IsType<AgentText>(updates.Current).Text);

        var next = updates.MoveNextAsync().AsTask();
        for (var i = 0; i < 200 && !next.IsCompleted; i++)
        {
            await Task.WhenAny(script.SendBytesAsync(Encoding.UTF8.GetBytes(ping)), next);
            _clock.Advance(TimeSpan.FromSeconds(6));
        }
        var last = updates.Current;
        while (await next.SoonAsync()) (last, next) = (updates.Current, updates.MoveNextAsync().AsTask());
        Assert.Equal("timeout", Assert.IsType<AgentFailed>(last).Code);
        await script.Aborted.SoonAsync();
    }
}
