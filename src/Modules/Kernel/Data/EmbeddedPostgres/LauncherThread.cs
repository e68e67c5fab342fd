using System.Collections.Concurrent;
using System.Diagnostics;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>
/// Starts child processes from one thread that lives as long as this process. Linux sends the parent-death signal when the
/// <em>thread</em> that started the child ends, and threads of the pool end whenever they have been idle for a while.
/// </summary>
internal static class LauncherThread
{
    private static readonly BlockingCollection<Action> Launches = Open();

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Launches.Add(() => Launch(start, started));
        return started.Task;
    }

    private static void Launch(ProcessStartInfo start, TaskCompletionSource<Process> started)
    {
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
            started.SetResult(process);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            process.Dispose();
            started.SetException(e);
        }
    }

    private static BlockingCollection<Action> Open()
    {
        var launches = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var launch in launches.GetConsumingEnumerable())
            {
                launch();
            }
        })
        {
            IsBackground = true,
            Name = "PostgreSQL launcher",
        };
        thread.Start();
        return launches;
    }
}
