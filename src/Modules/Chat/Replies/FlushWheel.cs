using System.Threading.Channels;
using ChatMonolith.Modules.Chat.Stream;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Chat.Replies;

/// <summary>Sends gathered text about every 50 ms. One loop for all runs: a timer per stream would cost more than the tokens.</summary>
sealed class FlushWheel(ChatFeed feed, ILogger<FlushWheel> logger) : BackgroundService
{
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    readonly Channel<(LiveRun Run, long Due)> _due = Channel.CreateUnbounded<(LiveRun, long)>();

    public void Schedule(LiveRun run) => _due.Writer.TryWrite((run, Environment.TickCount64 + (long)run.Cadence.TotalMilliseconds));

    async Task FlushAsync(LiveRun run)
    {
        try
        {
            if (run.Flush()) Schedule(run);
            if (run.SourcesToList() is { } sources) await feed.SourcesListedAsync(run, sources);
        }
        catch (Exception e)
        {
            // The text is safe in the run; its end renders all of it once more.
            logger.LogError(e, "Run {Run} could not be shown as it grows", run.Run.Id);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var later = new List<(LiveRun, long)>();
        while (await _due.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Tick, stoppingToken);
            var now = Environment.TickCount64;
            later.Clear();
            while (_due.Reader.TryRead(out var item))
            {
                if (item.Due > now) later.Add(item);
                // Not here: one answer that is slow to render must not hold up the others.
                else _ = Task.Run(() => FlushAsync(item.Run), CancellationToken.None);
            }
            foreach (var item in later) _due.Writer.TryWrite(item);
        }
    }
}
