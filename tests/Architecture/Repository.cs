using System.Reflection;
using System.Text.RegularExpressions;

namespace ChatMonolith.Tests.Architecture;

/// <summary>The repository as it lies on disk: what is there is the truth, no list in a test.</summary>
static class Repository
{
    static readonly string[] NotOurs = [".git", ".data", ".vs", ".idea", ".vscode", "bin", "obj", "node_modules", "lib", "TestResults", "__mismatch__"];
    static readonly string[] Texts =
        [".cs", ".cshtml", ".csproj", ".props", ".targets", ".sln", ".js", ".mjs", ".css", ".json", ".md", ".ps1", ".yml", ".yaml", ".sh", ".svg", ".txt", ".editorconfig", ".npmrc", ".gitignore", ""];

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file that somebody wrote, by its path from the root.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } =
        [.. Walk(Root).Where(f => Texts.Contains(Path.GetExtension(f))).Select(f => new SourceFile(Path.GetRelativePath(Root, f).Replace('\\', '/')))];

    public static IEnumerable<SourceFile> In(string folder, params string[] extensions) =>
        Files.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal) && extensions.Contains(Path.GetExtension(f.Path)));

    static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(d => !NotOurs.Contains(Path.GetFileName(d))).SelectMany(Walk));

    static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "ChatMonolith.sln")))
                return folder;
        throw new InvalidOperationException("ChatMonolith.sln is in no folder above the tests.");
    }
}

sealed record SourceFile(string Path)
{
    readonly Lazy<string[]> _lines = new(() => File.ReadAllLines(System.IO.Path.Combine(Repository.Root, Path)));

    public string[] Lines => _lines.Value;
    public bool IsMigration => Path.Contains("/Data/Migrations/", StringComparison.Ordinal);

    /// <summary>The folder under src/Modules, or null outside of modules.</summary>
    public string? Module => Path.Split('/') is ["src", "Modules", var name, _, ..] ? name : null;

    /// <summary>Where the pattern occurs, as <c>path:line: text</c>; whole-line comments may name what code may not.</summary>
    public IEnumerable<string> Find(Regex pattern, bool inComments = true) => Lines.Select((text, i) => (text, line: i + 1))
        .Where(l => (inComments || !l.text.TrimStart().StartsWith("//", StringComparison.Ordinal)) && pattern.IsMatch(l.text))
        .Select(l => $"{Path}:{l.line}: {l.text.Trim()}");
}

/// <summary>A project under src/Modules.</summary>
sealed record ModuleProject(string Name)
{
    public static IReadOnlyList<ModuleProject> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Modules"), "*.csproj", SearchOption.AllDirectories).Select(p => new ModuleProject(Path.GetFileNameWithoutExtension(p)))];

    public static IEnumerable<ModuleProject> Modules => All.Where(p => !p.IsKernel && !p.IsContracts);
    public static IEnumerable<ModuleProject> Contracts => All.Where(p => p.IsContracts);

    public bool IsKernel => Name == "Kernel";
    public bool IsContracts => Name.EndsWith(".Contracts", StringComparison.Ordinal);

    /// <summary>The name of the module that the project belongs to.</summary>
    public string Owner => IsContracts ? Name[..^".Contracts".Length] : Name;

    public Assembly Assembly => Assembly.Load($"ChatMonolith.{Name}");

    public override string ToString() => Name;
}
