using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>Sends gathered text about every 50 ms. One loop for all runs: a timer per stream would cost more than the tokens.</summary>
sealed class FlushWheel : BackgroundService
{
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    readonly Channel<(LiveRun Run, long Due)> _due = Channel.CreateUnbounded<(LiveRun, long)>();

    public void Schedule(LiveRun run) => _due.Writer.TryWrite((run, Environment.TickCount64 + (long)run.Cadence.TotalMilliseconds));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (later, again) = (new List<(LiveRun, long)>(), new List<LiveRun>());
        while (await _due.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Tick, stoppingToken);
            var now = Environment.TickCount64;
            later.Clear();
            again.Clear();
            while (_due.Reader.TryRead(out var item))
            {
                if (item.Due > now) later.Add(item);
                else if (item.Run.Flush()) again.Add(item.Run);
            }
            foreach (var item in later) _due.Writer.TryWrite(item);
            again.ForEach(Schedule);
        }
    }
}
