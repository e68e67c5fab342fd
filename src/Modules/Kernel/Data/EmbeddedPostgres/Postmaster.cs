using System.Diagnostics;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>One run of the server, from its start to its end.</summary>
internal sealed class Postmaster : IDisposable
{
    private static readonly (int Signal, TimeSpan Patience)[] Stops =
    [
        // Fast shutdown: connections are cut, transactions rolled back, a checkpoint written.
        (Posix.Interrupt, TimeSpan.FromSeconds(15)),
        (Posix.Quit, TimeSpan.FromSeconds(5)),
        (Posix.Kill, TimeSpan.FromSeconds(5)),
    ];

    private readonly Process _process;
    private readonly Cluster _cluster;
    private readonly Binaries _binaries;

    private Postmaster(Process process, Cluster cluster, Binaries binaries)
    {
        _process = process;
        _cluster = cluster;
        _binaries = binaries;
        Exited = process.WaitForExitAsync();
    }

    public Task Exited { get; }

    public int ExitCode => _process.ExitCode;

    public static async Task<Postmaster> LaunchAsync(
        Cluster cluster, Binaries binaries, ProgramLauncher launcher, int port, bool durable, ServerLog log)
    {
        string[] arguments = ["-D", launcher.NameFor(cluster.Directory), .. ServerSettings.Fixed(port, durable)];
        var start = launcher.Command(binaries.Postgres, arguments, cluster.Directory, "INT");
        start.RedirectStandardInput = start.RedirectStandardError = start.RedirectStandardOutput = true;
        var process = await LauncherThread.StartAsync(start);
        process.StandardInput.Close();
        _ = log.CopyAsync(process.StandardError);
        _ = log.CopyAsync(process.StandardOutput);
        return new Postmaster(process, cluster, binaries);
    }

    public async Task StopAsync()
    {
        foreach (var (signal, patience) in Stops)
        {
            if (Exited.IsCompleted)
            {
                return;
            }

            await Server().SignalAsync(signal, _binaries, CancellationToken.None);
            await Task.WhenAny(Exited, Task.Delay(patience));
        }
    }

    public void Dispose() => _process.Dispose();

    // runuser and su stay between us and the server, and its own file names it; before that is written, the child is all there is.
    private ServerProcess Server() =>
        PostmasterFile.Read(_cluster.Directory) is { } file && file.Process.IsPostmasterOf(file, _cluster.Directory)
            ? file.Process
            : new ServerProcess(_process.Id);
}
