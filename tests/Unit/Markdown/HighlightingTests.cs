using System.Diagnostics;
using AngleSharp.Html.Parser;
using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class HighlightingTests
{
    [Theory]
    [InlineData("csharp", "var x = 1; // one", "<span class=\"k\">var</span> x = <span class=\"n\">1</span>; <span class=\"c\">// one</span>")]
    [InlineData("JS", "const f = () => `a${b}`", "<span class=\"k\">const </span><span class=\"f\">f</span> = () <span class=\"k\">=&gt; </span><span class=\"s\">`a</span>${b}<span class=\"s\">`</span>")]
    [InlineData("py", "def f(a):\n    return \"x\"", "<span class=\"k\">def </span><span class=\"f\">f</span>(a):\n    <span class=\"k\">return </span><span class=\"s\">&quot;x&quot;</span>")]
    [InlineData("json", "{\"a\": null}", "{<span class=\"t\">&quot;a&quot;</span>: <span class=\"k\">null</span>}")]
    [InlineData("sh", "echo 'a' # b", "<span class=\"f\">echo </span><span class=\"s\">'a' </span><span class=\"c\"># b</span>")]
    [InlineData("diff", "-a\n+b", "<span class=\"n\">-a</span>\n<span class=\"s\">+b</span>")]
    public void Finished_code_has_colours(string language, string code, string html) =>
        Assert.Contains($"\">{html}</code>", SafeMarkdown.ToHtml($"```{language}\n{code}\n```", "m1"));

    [Theory]
    [InlineData("```cs\nvar x = 1;")]
    [InlineData("> ```cs\n> var x = 1;\n\nafter")]
    [InlineData("    var x = 1;")]
    [InlineData("```\nvar x = 1;\n```")]
    [InlineData("```klingon\nvar x = 1;\n```")]
    [InlineData("```mermaid\nvar x = 1;\n```")]
    public void Unfinished_code_and_unknown_languages_stay_plain(string text) => Assert.DoesNotContain("<span", SafeMarkdown.ToHtml(text, "m1"));

    [Fact]
    public void Colours_come_when_the_fence_closes_and_once()
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append("```cs\nvar x = 1;\n");
        Assert.DoesNotContain("<span", stream.TailHtml);

        var delta = stream.Append("```\n");

        Assert.Contains("<span class=\"k\">var</span>", Assert.Single(delta.FinishedBlocks));
        Assert.Empty(stream.Finish().Replaced);
    }

    [Theory]
    [InlineData("deep", 3000)]
    [InlineData("many lines", 2100)]
    [InlineData("long code", 1500)]
    public void Too_much_code_stays_plain_and_whole(string kind, int count)
    {
        var unit = kind switch { "deep" => "{\n", "many lines" => "a\n", _ => new string('a', 40) + "\n" };
        var code = string.Concat(Enumerable.Repeat(unit, count)).TrimEnd('\n');
        Assert.EndsWith($">{code}</code></pre></figure>", SafeMarkdown.ToHtml($"```cs\n{code}\n```", "m1"));
    }

    public static TheoryData<string> Languages => new(["js", "ts", "tsx", "json", "py", "sh", "cs", "fs", "vb", "html", "xml", "css", "scss", "less", "sql", "yaml", "toml", "c", "cpp", "java",
        "groovy", "go", "rust", "swift", "dart", "php", "ruby", "perl", "lua", "r", "julia", "clojure", "powershell", "bat", "dockerfile", "make", "diff"]);

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_keeps_every_character_and_stays_within_the_walls(string language)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var code in Samples)
        {
            var text = $"```{language}\n{code}\n```";
            var html = SafeMarkdown.ToHtml(text, "m1");
            Assert.True(HtmlVerifier.IsSafe(html), html);
            Assert.DoesNotContain("class=\"plain\"", html);
            Assert.Equal(code, new HtmlParser().ParseDocument(html).QuerySelector("code")!.TextContent);
        }

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"{language}: {Stopwatch.GetElapsedTime(started)}");
    }

    [Fact]
    public void A_costly_line_stays_plain_among_others()
    {
        var costly = string.Concat(Enumerable.Repeat("&lt;a ", 13));
        Assert.Contains($">if</span> (x)\n{costly}\n{new string('a', 301)}\n<span class=\"k\">return</span>;<", SafeMarkdown.ToHtml($"```cs\nif (x)\n{costly.Replace("&lt;", "<", StringComparison.Ordinal)}\n{new string('a', 301)}\nreturn;\n```", "m1"));
    }

    private static IEnumerable<string> Samples =>
    [
        .. string.Join('\n', HostileCorpus.All).Replace("```", "``", StringComparison.Ordinal).Replace('\0', ' ').Chunk(7000).Select(c => new string(c)),
        "if (a < b && \"x\") { return 'y'; } # z\n\n\t// ä 😀 <script>alert(1)</script>\n<a b=\"c\">d</a>",
        .. new[] { "(", "[{(<", "\"\\", "a.", "<a ", "/*", "a<", "a>b(c,", "${", " ", "a::" }.Select(unit => string.Join('\n', Enumerable.Repeat(Line(unit, 12) + "\n" + Line(unit, 300 / unit.Length), 3))),
    ];

    private static string Line(string unit, int count) => string.Concat(Enumerable.Repeat(unit, count)) + "x";
}
