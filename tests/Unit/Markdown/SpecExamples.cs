using System.Text.RegularExpressions;

namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>The examples of the CommonMark specification, from the npm package commonmark-spec.</summary>
internal static partial class SpecExamples
{
    private const string SpecFile = "node_modules/commonmark-spec/spec.txt";

    public static readonly string[] All = [.. Example().Matches(Text()).Select(m => m.Groups["markdown"].Value.Replace('→', '\t').TrimEnd('\n'))];

    private static string Text()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "package-lock.json")))
        {
            folder = folder.Parent;
        }

        var file = Path.Combine(folder?.FullName ?? ".", SpecFile);
        return File.Exists(file)
            ? File.ReadAllText(file).ReplaceLineEndings("\n")
            : throw new FileNotFoundException($"{file} is missing. Run 'npm ci' (development dependencies included), or build the host, which does.", file);
    }

    [GeneratedRegex("^`{32} example\n(?<markdown>.*?)^\\.\n.*?^`{32}$", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Example();
}
