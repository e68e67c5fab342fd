using System.Globalization;

namespace ChatMonolith.Tests.Load;

/// <summary>Processor time of a server and of its database, as Linux counts it: how long something took says little on a busy machine.</summary>
static class CpuTime
{
    // USER_HZ, the unit of /proc, is 100 on every Linux that .NET runs on: https://man7.org/linux/man-pages/man7/time.7.html
    const double TicksPerSecond = 100;

    /// <summary>In milliseconds.</summary>
    public static double Of(int process) => Stat(process) is { } stat ? Own(stat) : 0;

    /// <summary>A PostgreSQL server with the backends that it has and those that it had, in milliseconds.</summary>
    public static double OfDatabase(int postmaster)
    {
        var sum = 0d;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) || Stat(process) is not { } stat) continue;
            if (process == postmaster) sum += Own(stat) + Ended(stat);
            else if (stat[1] == postmaster.ToString(CultureInfo.InvariantCulture)) sum += Own(stat);
        }
        return sum;
    }

    static double Own(string[] stat) => Sum(stat, 11);
    static double Ended(string[] stat) => Sum(stat, 13);
    static double Sum(string[] stat, int at) => (long.Parse(stat[at], CultureInfo.InvariantCulture) + long.Parse(stat[at + 1], CultureInfo.InvariantCulture)) * 1000 / TicksPerSecond;

    // What follows the name, which may contain spaces; a process may be gone by now.
    static string[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
