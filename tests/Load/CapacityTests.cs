using System.Diagnostics;
using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Load;

/// <summary>How much there is room for: memory of open pages, and of a program that nobody uses yet.</summary>
[Collection("capacity")]
public sealed class CapacityTests(Stand stand, ITestOutputHelper output)
{
    const int Streams = 2000;

    [Fact]
    public async Task Two_thousand_open_streams_take_at_most_120_KB_each()
    {
        await stand.Ours.OpenAsync(100);
        var before = Memory.Of(stand.Ours.ProcessId);
        await using var crowd = await stand.Ours.WatchAsync(Streams);
        var each = (Memory.Of(stand.Ours.ProcessId) - before) / Streams;
        output.WriteLine($"{before / 1024} MB before, {each} KB for each of {Streams} streams");
        Assert.InRange(each, 0, 120);
        // And nothing of it is in the way of an answer.
        await stand.Ours.RoundAsync(10, 20);
    }

    [Fact]
    public async Task A_program_that_was_set_up_answers_within_3_seconds_of_its_start_and_idles_small()
    {
        var data = Directory.CreateTempSubdirectory("chatmonolith-start-").FullName;
        try
        {
            await using (var first = await Ours.StartAsync(data, stand.Provider)) await first.OpenAsync(1);
            var (soonest, smallest) = (double.MaxValue, long.MaxValue);
            for (var i = 0; i < 3; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await using var again = await Ours.StartAsync(data, stand.Provider);
                var idle = Memory.Of(again.ProcessId) / 1024;
                await again.OpenAsync(1);
                var answer = await again.RoundAsync(1, 20);
                var ms = Stopwatch.GetElapsedTime(started).TotalMilliseconds - answer.SlowestMs + answer.FirstMs;
                output.WriteLine($"first word of an answer {ms:0} ms after the start, {idle} MB when it began to listen and somebody had signed in");
                (soonest, smallest) = (Math.Min(soonest, ms), Math.Min(smallest, idle));
            }
            Assert.InRange(soonest, 0, 3000);
            Assert.InRange(smallest, 0, 130);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>What a process holds in memory, in KB.</summary>
    static class Memory
    {
        public static long Of(int process) => long.Parse(
            File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture);
    }
}

/// <summary>One after the other: they measure the same program.</summary>
[CollectionDefinition("load", DisableParallelization = true)]
public sealed class LoadSuite : ICollectionFixture<Stand>;

/// <summary>A program of its own: thousands of streams leave a heap behind that what comes after them would pay for.</summary>
[CollectionDefinition("capacity", DisableParallelization = true)]
public sealed class CapacitySuite : ICollectionFixture<Stand>;
