using System.Diagnostics;
using System.Globalization;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>How programs of PostgreSQL are started: as which account, in which session, and what they get to see.</summary>
internal sealed class ProgramLauncher(ServerAccount? account)
{
    private static readonly string[] SystemFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    /// <summary>
    /// Names the working directory to a program. Under another account the path itself may lead through folders that account
    /// cannot enter (a checkout under /root); the process is put into the folder before it gives up root, and this link of
    /// the kernel leads there without walking the path.
    /// </summary>
    public string NameFor(string directory) => account is not null && OperatingSystem.IsLinux() ? "/proc/self/cwd" : directory;

    public ServerAccount? Account => account;

    public ProcessStartInfo Command(string program, IEnumerable<string> arguments, string workingDirectory, string deathSignal)
    {
        string[] command = [.. Prefix(deathSignal), program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = workingDirectory, CreateNoWindow = true };
        Clean(start.Environment);
        return start;
    }

    private List<string> Prefix(string deathSignal)
    {
        List<string> prefix = [];
        if (OperatingSystem.IsWindows())
        {
            return prefix;
        }

        if (Find("setsid") is { } setsid)
        {
            // Ctrl+C goes to every process of the terminal's group; PostgreSQL has to outlive the host's own shutdown.
            prefix.Add(setsid);
        }

        if (Find("setpriv") is { } setpriv)
        {
            prefix.AddRange([setpriv, "--no-new-privs", "--pdeathsig", deathSignal]);
            if (account is not null)
            {
                prefix.AddRange(["--reuid", Id(account.UserId), "--regid", Id(account.GroupId), "--clear-groups"]);
            }

            prefix.Add("--");
        }
        else if (account is not null)
        {
            prefix.AddRange(SwitchWithoutSetpriv(account));
        }

        return prefix;
    }

    private static string[] SwitchWithoutSetpriv(ServerAccount account)
    {
        var name = account.Name ?? throw new EmbeddedPostgresException(
            $"The data belongs to the user id {account.UserId}, which has no name here. Install 'setpriv' (util-linux), or start ChatMonolith as that user.");
        if (Find("runuser") is { } runuser)
        {
            return [runuser, "-u", name, "--"];
        }

        var su = Find("su") ?? throw new EmbeddedPostgresException(
            "PostgreSQL refuses to run as root, and none of 'setpriv', 'runuser' and 'su' is installed. Install one, or start ChatMonolith as an ordinary user.");
        return OperatingSystem.IsMacOS()
            ? [su, "-m", name, "-c", "exec \"$0\" \"$@\""]
            : [su, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name];
    }

    // The host's environment holds API keys, and PG* variables would change where and how PostgreSQL starts.
    private static void Clean(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.ToList())
        {
            if (OperatingSystem.IsWindows() ? name.StartsWith("PG", StringComparison.OrdinalIgnoreCase) : name is not ("PATH" or "LD_LIBRARY_PATH"))
            {
                environment.Remove(name);
            }
        }

        environment["LC_ALL"] = "C";
        environment["TZ"] = "UTC";
    }

    private static string? Find(string program) =>
        SystemFolders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string Id(uint id) => id.ToString(CultureInfo.InvariantCulture);
}
