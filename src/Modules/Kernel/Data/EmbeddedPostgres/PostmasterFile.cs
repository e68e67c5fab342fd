using System.Globalization;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>What a running server writes about itself in its data directory, and leaves behind when it is killed.</summary>
internal sealed record PostmasterFile(ServerProcess Process, DateTimeOffset StartedAt)
{
    public static string PathIn(string clusterDirectory) => Path.Combine(clusterDirectory, "postmaster.pid");

    /// <returns>Null when there is none, or none that is complete.</returns>
    public static PostmasterFile? Read(string clusterDirectory)
    {
        try
        {
            // Line 1 is the process id, line 2 the data directory, line 3 the time of start in Unix seconds.
            return File.ReadAllLines(PathIn(clusterDirectory)) is [var pid, _, var started, ..]
                && int.TryParse(pid, CultureInfo.InvariantCulture, out var id)
                && id > 1
                && long.TryParse(started, CultureInfo.InvariantCulture, out var seconds)
                    ? new PostmasterFile(new ServerProcess(id), DateTimeOffset.FromUnixTimeSeconds(seconds))
                    : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
