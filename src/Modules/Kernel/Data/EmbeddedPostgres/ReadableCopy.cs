using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>
/// A copy of the programs in a folder every account can enter, for a host that runs as root from a folder only root can enter.
/// PostgreSQL resolves its own path on start, so unlike the data the programs cannot be reached through /proc/self/cwd.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class ReadableCopy
{
    private const UnixFileMode ReadAndEnter =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    // Writable by root alone: in a temporary folder anybody could have put a program of theirs under our name.
    private static readonly string[] Parents = ["/var/cache", "/var/lib"];

    public static string Of(string binaries)
    {
        using var program = File.OpenRead(Path.Combine(binaries, "bin", "postgres"));
        var name = $"postgres-{Convert.ToHexStringLower(SHA256.HashData(program))[..16]}";
        Exception? cause = null;
        foreach (var parent in Parents.Where(Directory.Exists))
        {
            try
            {
                return Make(binaries, MakeFolder(Path.Combine(parent, "chatmonolith")), name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                cause = e;
            }
        }

        throw new EmbeddedPostgresException(
            $"PostgreSQL cannot run as root, the unprivileged user cannot enter '{binaries}', and no copy can be made under {string.Join(" or ", Parents)}. "
            + "Put the program into a folder that others can read, or start it as an ordinary user.",
            cause);
    }

    private static string Make(string binaries, string folder, string name)
    {
        var finished = Path.Combine(folder, name);
        if (Directory.Exists(finished))
        {
            return finished;
        }

        // Renamed when complete: a copy that was cut off is never taken for a whole one.
        var growing = Path.Combine(folder, $".{name}-{Guid.NewGuid():N}");
        try
        {
            MakeFolder(growing);
            foreach (var part in (string[])["bin", "lib", "share"])
            {
                Copy(Path.Combine(binaries, part), Path.Combine(growing, part));
            }

            Directory.Move(growing, finished);
        }
        catch (IOException) when (Directory.Exists(finished))
        {
            Directory.Delete(growing, recursive: true);
        }
        catch (IOException)
        {
            Directory.Delete(growing, recursive: true);
            throw;
        }

        return finished;
    }

    private static void Copy(string from, string to)
    {
        MakeFolder(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (entry is DirectoryInfo)
            {
                Copy(entry.FullName, target);
            }
            else if (entry.Extension != ".a")
            {
                // Archives for linkers are a third of the package and of no use to a server.
                File.Copy(entry.FullName, target);
                File.SetUnixFileMode(target, ReadAndEnter);
            }
        }
    }

    // The mode is set afterwards because the process's umask may be stricter than what other accounts need.
    private static string MakeFolder(string path)
    {
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, ReadAndEnter);
        return path;
    }
}
