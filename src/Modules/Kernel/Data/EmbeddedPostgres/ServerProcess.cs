using System.Diagnostics;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>A process of PostgreSQL that is known by its number only, because this host need not have started it.</summary>
internal readonly record struct ServerProcess(int Pid)
{
    public bool IsAlive
    {
        get
        {
            try
            {
                if (OperatingSystem.IsLinux())
                {
                    // In a container without an init the dead stay as zombies; the state follows the name in parentheses.
                    var stat = File.ReadAllText($"/proc/{Pid}/stat");
                    return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
                }

                using var process = Process.GetProcessById(Pid);
                return !process.HasExited;
            }
            catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Every process that works in this folder; PostgreSQL's all do. Empty where the system does not tell.</summary>
    public static IReadOnlyList<ServerProcess> WorkingIn(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var real = Posix.RealPath(directory);
        return
        [
            .. from folder in Directory.EnumerateDirectories("/proc")
               let pid = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
               where pid > 1 && pid != Environment.ProcessId
               let process = new ServerProcess(pid)
               where process.IsNamedPostgres() && process.WorkingDirectory() == real
               select process,
        ];
    }

    /// <summary>Tells this data directory's server from a process that has been given the same number since.</summary>
    public bool IsPostmasterOf(PostmasterFile file, string directory)
    {
        if (!IsAlive || !IsNamedPostgres())
        {
            return false;
        }

        // A container may keep even root from looking at another account's processes; then the time of start has to do.
        return WorkingDirectory() is { } folder
            ? folder == Posix.RealPath(directory)
            : StartedAt() is { } start && (start - file.StartedAt).Duration() < TimeSpan.FromMinutes(1);
    }

    public async Task SignalAsync(int signal, Binaries binaries, CancellationToken ct)
    {
        if (!OperatingSystem.IsWindows())
        {
            Posix.Signal(Pid, signal);
        }
        else if (signal == Posix.Kill)
        {
            using var process = Process.GetProcessById(Pid);
            process.Kill(entireProcessTree: true);
        }
        else
        {
            // Windows has no signals; PostgreSQL listens on a pipe instead and brings the program that writes to it.
            await Tool.RunAsync(binaries.PgCtl, ["kill", signal == Posix.Interrupt ? "INT" : "QUIT", $"{Pid}"], ct);
        }
    }

    private bool IsNamedPostgres()
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            return process.ProcessName == "postgres";
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private DateTimeOffset? StartedAt()
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            return process.StartTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private string? WorkingDirectory()
    {
        try
        {
            return OperatingSystem.IsLinux() ? new FileInfo($"/proc/{Pid}/cwd").LinkTarget : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
