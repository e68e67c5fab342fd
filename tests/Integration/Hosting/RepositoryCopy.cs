namespace ChatMonolith.Tests.Integration.Hosting;

/// <summary>What a fresh clone holds: the sources of this repository and nothing that was built from them.</summary>
public sealed class RepositoryCopy : IDisposable
{
    static readonly HashSet<string> LeftOut = [".git", ".data", "bin", "obj", "node_modules", "TestResults", "test-results"];

    public RepositoryCopy()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(here!.FullName, "ChatMonolith.sln"))) here = here.Parent;
        Copy(here, Directory.CreateDirectory(Folder));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("chatmonolith-clone-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to.FullName, file.Name));
        foreach (var folder in from.EnumerateDirectories())
            if (!LeftOut.Contains(folder.Name) && !folder.FullName.EndsWith("/wwwroot/lib", StringComparison.Ordinal)) Copy(folder, to.CreateSubdirectory(folder.Name));
    }
}
