using System.Globalization;
using System.Text.RegularExpressions;
using ChatMonolith.Modules.Chat.Markdown.Highlighting;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>The colours of code as the style sheet has them, on the surface that code stands on.</summary>
public partial class CodeContrastTests
{
    private static readonly string Css = Path.Combine(Root(), "src", "Host", "wwwroot", "css");
    private static readonly string Tokens = File.ReadAllText(Path.Combine(Css, "tokens.css"));

    public static TheoryData<string, int, double> Modes => new()
    {
        { "@layer tokens", 0, 4.5 }, { "@layer tokens", 1, 4.5 },
        { "[data-theme=\"contrast\"]", 0, 7 }, { "[data-theme=\"contrast\"]", 1, 7 },
        { "@media (prefers-contrast: more)", 0, 7 }, { "@media (prefers-contrast: more)", 1, 7 },
    };

    [GeneratedRegex(@"(--[\w-]+): (light-dark\(((?:[^()]|\([^()]*\))*), ((?:[^()]|\([^()]*\))*)\)|[^;]*);")]
    private static partial Regex Declaration { get; }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_colour_of_code_can_be_read(string mode, int scheme, double least)
    {
        var colours = Colours("@layer tokens", scheme);
        foreach (var (name, value) in Colours(mode, scheme))
        {
            colours[name] = value;
        }

        var surface = Luminance(colours, "--code-surface");
        Assert.All(["--code-text", "--code-keyword", "--code-string", "--code-number", "--code-comment", "--code-type", "--code-function", "--text-muted"], name =>
        {
            var other = Luminance(colours, name);
            var ratio = (Math.Max(surface, other) + 0.05) / (Math.Min(surface, other) + 0.05);
            Assert.True(ratio >= least, $"{name} {colours[name]}: {ratio:0.00}");
        });
    }

    [Fact]
    public void Every_class_has_a_colour() => Assert.All(
        CodeTheme.Classes, c => Assert.Matches($@"\.code \.{c} \{{ color: var\(--code-\w+\)", File.ReadAllText(Path.Combine(Css, "chat.css"))));

    private static Dictionary<string, string> Colours(string block, int scheme)
    {
        var found = Tokens.IndexOf(block + (block[0] == '@' ? " {" : ")"), StringComparison.Ordinal);
        var text = Tokens[found..Tokens.IndexOf("\n  }", found, StringComparison.Ordinal)];
        return Declaration.Matches(text).GroupBy(m => m.Groups[1].Value)
            .ToDictionary(g => g.Key, g => g.Last() is { } m && m.Groups[3].Success ? m.Groups[3 + scheme].Value : g.Last().Groups[2].Value);
    }

    private static double Luminance(Dictionary<string, string> colours, string name)
    {
        var value = colours[name];
        while (value.StartsWith("var(", StringComparison.Ordinal))
        {
            value = colours[value[4..^1]];
        }

        var (r, g, b) = value[0] == '#' ? Hex(value[1..]) : Oklch(value);
        return (0.2126 * r) + (0.7152 * g) + (0.0722 * b);
    }

    private static (double R, double G, double B) Hex(string hex)
    {
        var full = hex.Length == 3 ? string.Concat(hex.Select(c => $"{c}{c}")) : hex;
        var parts = Enumerable.Range(0, 3).Select(i => Linear(int.Parse(full.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)).ToArray();
        return (parts[0], parts[1], parts[2]);
    }

    private static double Linear(double c) => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);

    private static (double R, double G, double B) Oklch(string value)
    {
        var numbers = value["oklch(".Length..^1].Split(' ').Select(n => double.Parse(n.TrimEnd('%'), CultureInfo.InvariantCulture)).ToArray();
        var hue = numbers.Length > 2 ? numbers[2] * Math.PI / 180 : 0;
        var (light, a, b) = (numbers[0] / 100, numbers.ElementAtOrDefault(1) * Math.Cos(hue), numbers.ElementAtOrDefault(1) * Math.Sin(hue));
        var l = Math.Pow(light + (0.3963377774 * a) + (0.2158037573 * b), 3);
        var m = Math.Pow(light - (0.1055613458 * a) - (0.0638541728 * b), 3);
        var s = Math.Pow(light - (0.0894841775 * a) - (1.2914855480 * b), 3);
        return (Math.Clamp((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s), 0, 1),
            Math.Clamp((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s), 0, 1),
            Math.Clamp((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s), 0, 1));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ChatMonolith.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
