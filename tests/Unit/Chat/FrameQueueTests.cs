using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Kernel;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatMonolith.Tests.Unit.Chat;

/// <summary>What becomes of frames when a client reads slowly or not at all.</summary>
public class FrameQueueTests
{
    static readonly CurrentUser Ada = new(Guid.NewGuid(), "Ada", "ada@example.org", false);
    readonly FrameQueue _queue = new();

    async Task<List<string>> AllAsync(int count)
    {
        var all = new List<string>();
        while (all.Count < count) all.Add((await _queue.NextAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)))!);
        return all;
    }

    [Fact]
    public async Task Frames_come_in_the_order_in_which_they_went_in()
    {
        _queue.Post("1");
        await _queue.AddAsync("2", CancellationToken.None);
        _queue.Post("3");
        Assert.Equal(["1", "2", "3"], await AllAsync(3));
    }

    [Fact]
    public async Task The_oldest_ephemeral_frame_gives_way_and_content_never_does()
    {
        _queue.Post("e0");
        await _queue.AddAsync("content", CancellationToken.None);
        for (var i = 1; i <= FrameQueue.MostEphemeral + 1; i++) _queue.Post($"e{i}");
        var all = await AllAsync(FrameQueue.MostEphemeral + 1);
        Assert.Equal(["content", "e2", "e3"], all[..3]);
        Assert.Equal($"e{FrameQueue.MostEphemeral + 1}", all[^1]);
    }

    [Fact]
    public async Task Content_waits_until_there_is_room()
    {
        for (var i = 0; i < FrameQueue.MostContent; i++) await _queue.AddAsync($"{i}", CancellationToken.None);
        var one = _queue.AddAsync("one too many", CancellationToken.None);
        for (var i = 0; i < 1000; i++) _queue.Post("ephemeral");
        Assert.False(one.IsCompleted);
        Assert.Equal("0", await _queue.NextAsync(CancellationToken.None));
        await one.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_end_comes_before_what_still_waits_and_frees_who_waits()
    {
        for (var i = 0; i < FrameQueue.MostContent; i++) await _queue.AddAsync($"{i}", CancellationToken.None);
        var waiting = _queue.AddAsync("never sent", CancellationToken.None);
        Assert.True(_queue.Close());
        Assert.False(_queue.Close());
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Null(await _queue.NextAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_client_that_takes_nothing_is_cut_when_patience_is_over_and_not_before()
    {
        var clock = new FakeTimeProvider();
        var (connection, client) = RecordingSocket.Connect(Ada, clock, stuck: true);
        connection.CutIfStuck(TimeSpan.FromSeconds(15));
        await connection.SendAsync("{}", CancellationToken.None);
        await WaitAsync(() => client.Sent == 1);
        clock.Advance(TimeSpan.FromSeconds(15));
        connection.CutIfStuck(TimeSpan.FromSeconds(15));
        Assert.False(client.Aborted);
        clock.Advance(TimeSpan.FromSeconds(1));
        connection.CutIfStuck(TimeSpan.FromSeconds(15));
        Assert.True(client.Aborted);
    }

    [Fact]
    public async Task The_first_reason_to_close_is_the_one_that_is_told()
    {
        var (connection, client) = RecordingSocket.Connect(Ada);
        await Task.WhenAll(connection.CloseAsync(CloseCode.Revoked, "access revoked"), connection.CloseAsync(CloseCode.Restart, "restart"));
        Assert.Equal(CloseCode.Revoked, client.Closed);
        Assert.True(connection.IsClosing);
    }

    [Fact]
    public void More_than_32_frames_in_any_10_seconds_are_too_many()
    {
        var clock = new FakeTimeProvider();
        var rate = new FrameRate(clock);
        for (var i = 0; i < 16; i++) Assert.True(rate.Take());
        clock.Advance(TimeSpan.FromSeconds(9));
        for (var i = 0; i < 16; i++) Assert.True(rate.Take());
        Assert.False(rate.Take());
        clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 16; i++) Assert.True(rate.Take());
        Assert.False(rate.Take());
    }

    static async Task WaitAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
