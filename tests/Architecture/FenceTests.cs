using System.Diagnostics;
using Xunit;

namespace ChatMonolith.Tests.Architecture;

/// <summary>The fence that the build itself puts up, tried on a project of the test's own.</summary>
public class FenceTests
{
    [Theory]
    [InlineData("Kernel", true)]
    [InlineData("Sessions.Contracts", true)]
    [InlineData("Sessions", false)]
    [InlineData("KernelExtras", false)]
    public async Task A_module_that_references_another_does_not_build(string other, bool allowed)
    {
        var folder = Directory.CreateTempSubdirectory("chatmonolith-fence-");
        try
        {
            var project = Path.Combine(folder.FullName, "Notes.proj");
            await File.WriteAllTextAsync(project, $"""
                <Project>
                  <ItemGroup><ProjectReference Include="../{other}/{other}.csproj" /></ItemGroup>
                  <Target Name="CoreCompile" />
                  <Import Project="{Path.Combine(Repository.Root, "src", "Modules", "Directory.Build.targets")}" />
                </Project>
                """);
            var (code, output) = await BuildAsync(project);

            Assert.True(code == (allowed ? 0 : 1), output);
            if (!allowed) Assert.Contains($"error CM0001: Notes may reference only Kernel and *.Contracts, but references: {other}.", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<(int Code, string Output)> BuildAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-t:CoreCompile", "-nologo", "-nodeReuse:false"]) { RedirectStandardOutput = true };
        // What the build that runs these tests tells its children.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
