using System.Text.RegularExpressions;
using Xunit;

namespace ChatMonolith.Tests.Architecture;

public partial class SourceTests
{
    const int Longest = 300;
    const int LongestProgram = 60;

    [Fact]
    public void Files_stay_short_enough_to_read() => Findings.AssertNone(
        $"Split what is longer than {Longest} lines:",
        Repository.In("", ".cs", ".cshtml", ".js", ".mjs", ".css").Where(f => !f.IsMigration && f.Lines.Length > Longest).Select(f => $"{f.Path}: {f.Lines.Length}"));

    [Fact]
    public void The_program_fits_on_a_page() =>
        Assert.InRange(Repository.Files.Single(f => f.Path == "src/Host/Program.cs").Lines.Length, 1, LongestProgram);

    // Absolute folders of somebody's machine mean nothing on another one.
    [GeneratedRegex(@"(?<![\w.*$}~-])/(?:work|root|Users)/|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath { get; }

    [Fact]
    public void Nothing_names_a_path_of_one_machine() => Findings.AssertNone(
        "Write paths from the root of the repository:",
        Repository.Files.Where(f => !f.Path.EndsWith("/SourceTests.cs", StringComparison.Ordinal)).SelectMany(f => f.Find(MachinePath)));
}
