using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>
/// What a killed host or a killed server leaves behind: processes that still hold the data, and a stale postmaster.pid.
/// Only to be cleared while holding the <see cref="HostLock"/>: it proves that nobody is using them.
/// </summary>
internal sealed class Leftovers(string clusterDirectory, Binaries binaries, ILogger logger)
{
    private static readonly TimeSpan CleanStop = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan HardStop = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public async Task ClearAsync(CancellationToken ct)
    {
        if (!Directory.Exists(clusterDirectory))
        {
            return;
        }

        if (Postmaster() is { } postmaster)
        {
            ServerEvents.OrphanFound(logger, postmaster.Pid);
            await postmaster.SignalAsync(Posix.Interrupt, binaries, ct);
            await WaitForNoneAsync(CleanStop, ct);
        }

        foreach (var signal in (int[])[Posix.Quit, Posix.Kill])
        {
            foreach (var process in Running())
            {
                await process.SignalAsync(signal, binaries, ct);
            }

            await WaitForNoneAsync(HardStop, ct);
        }

        if (Running().Count == 0)
        {
            // Its process id may belong to somebody else by now (in a container it usually does), and then PostgreSQL would
            // refuse to start. Backends we could not see are still safe: their shared memory keeps a new server out.
            File.Delete(PostmasterFile.PathIn(clusterDirectory));
        }
    }

    private ServerProcess? Postmaster() =>
        PostmasterFile.Read(clusterDirectory) is { } file && file.Process.IsPostmasterOf(file, clusterDirectory) ? file.Process : null;

    private List<ServerProcess> Running()
    {
        List<ServerProcess> running = [.. ServerProcess.WorkingIn(clusterDirectory)];
        if (Postmaster() is { } postmaster && !running.Contains(postmaster))
        {
            running.Add(postmaster);
        }

        return running;
    }

    private async Task WaitForNoneAsync(TimeSpan limit, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        while (Running().Count > 0 && clock.Elapsed < limit)
        {
            await Task.Delay(PollInterval, ct);
        }
    }
}
