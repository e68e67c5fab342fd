using System.Net.ServerSentEvents;
using System.Text;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace ChatMonolith.Tests.Unit.Kernel;

public sealed class EventStreamTests : IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    readonly CountingStream _body = new();

    [Fact]
    public async Task A_stream_ends_plainly_when_its_lifetime_is_over()
    {
        var endless = Enumerable.Repeat(new SseItem<string>("x"), int.MaxValue);
        var sent = await SendAsync(_ => endless.ToAsyncEnumerable(), TimeSpan.FromMilliseconds(50));
        Assert.EndsWith("retry: 500\nevent: cm-bye\ndata: \n\n", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_source_is_an_orderly_end()
    {
        static async IAsyncEnumerable<SseItem<string>> Failing()
        {
            yield return new("one");
            await Task.Yield();
            throw new InvalidOperationException("broken");
        }
        Assert.Equal("data: one\n\nretry: 500\nevent: cm-bye\ndata: \n\n", await SendAsync(_ => Failing()));
    }

    [Fact]
    public async Task Who_is_told_not_to_come_back_is_not_told_to_come_back()
    {
        var sent = await SendAsync(_ => new[] { new SseItem<string>("{}", EventStream.Close) }.ToAsyncEnumerable());
        Assert.Equal("event: cm-close\ndata: {}\n\n", sent);
    }

    [Fact]
    public async Task When_the_host_stops_viewers_are_sent_away_not_all_to_come_back_at_once()
    {
        async IAsyncEnumerable<SseItem<string>> Waiting([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            yield return new("one");
            await _stopping.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(ct);
        }
        var sent = await SendAsync(ct => Waiting(ct));
        var retry = int.Parse(sent.Split("retry: ")[1].Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(retry, 1000, 2500);
        Assert.Contains("event: cm-bye", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_replay_leaves_in_pieces_of_100_events()
    {
        var sent = await SendAsync(_ => Enumerable.Range(0, 1000).Select(i => new SseItem<string>($"{i}")).ToAsyncEnumerable());
        Assert.Equal(1000, sent.Split("data: ").Length - 2);
        Assert.InRange(_body.Flushes, 10, 12);
    }

    /// <summary>Somebody's right to listen may have ended.</summary>
    [Theory]
    [InlineData(null, 600)]
    [InlineData("1", 1)]
    [InlineData("0", 1)]
    [InlineData("86400", 600)]
    public void However_long_is_wished_for_nobody_listens_for_over_ten_minutes_unasked(string? setting, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LifetimeFor(setting).Longest);

    static StreamLifetime LifetimeFor(string? setting) =>
        StreamLifetime.From(new ConfigurationBuilder().AddInMemoryCollection([new("Live:StreamSeconds", setting)]).Build());

    async Task<string> SendAsync(Func<CancellationToken, IAsyncEnumerable<SseItem<string>>> items, TimeSpan? lifetime = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(LifetimeFor(null)).AddSingleton<IHostApplicationLifetime>(new Lifetime(_stopping.Token));
        var context = new DefaultHttpContext { RequestServices = services.BuildServiceProvider() };
        context.Response.Body = _body;
        await new EventStream(items, most: lifetime).ExecuteAsync(context);
        await context.Response.CompleteAsync();
        return Encoding.UTF8.GetString(_body.ToArray());
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _body.Dispose();
    }

    sealed class CountingStream : MemoryStream
    {
        public int Flushes { get; private set; }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return base.FlushAsync(cancellationToken);
        }
    }

    sealed class Lifetime(CancellationToken stopping) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;
        public CancellationToken ApplicationStopping => stopping;
        public CancellationToken ApplicationStopped => default;
        public void StopApplication() { }
    }
}
