using Xunit;

namespace ChatMonolith.Tests.Architecture;

static class Findings
{
    /// <summary>Fails with the rule and everything that breaks it, one a line.</summary>
    public static void AssertNone(string rule, IEnumerable<string> findings)
    {
        var list = findings.ToList();
        if (list.Count > 0) Assert.Fail($"{rule}\n  {string.Join("\n  ", list)}");
    }
}
