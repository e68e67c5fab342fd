namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>What a fresh clone holds: the sources of this repository and nothing that was built from them.</summary>
public sealed class RepositoryCopy : IDisposable
{
    static readonly HashSet<string> LeftOut = [".git", ".data", "bin", "obj", "node_modules", "TestResults", "test-results"];

    public RepositoryCopy()
    {
        Copy(new(Original), Directory.CreateDirectory(Folder));
    }

    /// <summary>The repository that these tests were built in.</summary>
    public static string Original { get; } = Find(new(AppContext.BaseDirectory));

    public string Folder { get; } = Directory.CreateTempSubdirectory("chatmonolith-clone-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static string Find(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "ChatMonolith.sln")) ? folder.FullName : Find(folder.Parent!);

    static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to.FullName, file.Name));
        foreach (var folder in from.EnumerateDirectories())
            if (!LeftOut.Contains(folder.Name) && !folder.FullName.EndsWith("/wwwroot/lib", StringComparison.Ordinal)) Copy(folder, to.CreateSubdirectory(folder.Name));
    }
}
