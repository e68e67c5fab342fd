using ChatMonolith.Modules.Chat.Replies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>How nodes know of each other whether they live, by a clock that the test moves on.</summary>
public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_long_answer_is_spared_by_other_nodes_and_one_whose_node_dies_later_is_not()
    {
        var clock = new MovedClock();
        void Use(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        await using var first = await TestHost.StartNewAsync(s => s["Node:Name"] = "first", Use);
        await using var second = await TestHost.StartOnAsync(first.ConnectionString, s => s["Node:Name"] = "second", Use);
        var ana = await ChatClient.SignInAsync(first);
        var (session, left) = (await ana.StartAsync(), await ana.StartAsync());
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("Long ");
        // It lives while both have started, and is silent from then on.
        var (dying, _) = await TranscriptSeed.LeaveRunningAsync(first.ConnectionString, left, ana.User, "third", "Half", clock.GetUtcNow());

        for (var moved = 0; moved < 40; moved += 10)
        {
            clock.Move(TimeSpan.FromSeconds(10));
            var now = clock.GetUtcNow();
            await Soon.UntilAsync(() => HeartbeatAsync(first, sent.RunId), at => at >= now - TimeSpan.FromSeconds(5));
            await second.Services.GetRequiredService<RunRecovery>().ReapAsync(CancellationToken.None);
            Assert.Equal("running", (await ana.MessageAsync(left, dying)).Status);
        }
        clock.Move(TimeSpan.FromSeconds(16));
        await Soon.UntilAsync(() => HeartbeatAsync(first, sent.RunId), at => at >= clock.GetUtcNow() - TimeSpan.FromSeconds(5));

        var lost = await ana.EndOfAsync(left, dying);
        Assert.Equal(("interrupted", "Half"), (lost.Status, lost.Content));
        Assert.Equal("running", (await ana.MessageAsync(session, sent.ReplyId)).Status);
        _ = script.Say("answer.").FinishAsync();
        Assert.Equal("Long answer.", (await ana.EndOfAsync(session, sent.ReplyId)).Content);
    }

    static async Task<DateTimeOffset> HeartbeatAsync(TestHost host, Guid run) =>
        await TestDatabase.ScalarAsync<DateTime>(host.ConnectionString, "select heartbeat_at from chat.runs where id = $1", run);

    sealed class MovedClock : TimeProvider
    {
        long _moved;

        public void Move(TimeSpan by) => Interlocked.Add(ref _moved, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _moved));
    }
}
