using System.Text.RegularExpressions;
using Xunit;

namespace ChatMonolith.Tests.Architecture;

/// <summary>The pages speak htmx 4. What version 2 called otherwise fails silently in a browser, so it fails here; the lists are those of htmx's own upgrade notes.</summary>
public partial class HtmxTests
{
    static readonly string Notes = Path.Combine(Repository.Root, "node_modules", "htmx.org", "dist", "skills", "htmx-upgrade-from-htmx2.md");

    // Named by the notes in prose only; the last two need a script in an attribute, which the content security policy forbids.
    static readonly string[] InProse = ["hx-disabled-elt", "hx-history=", "sse-connect", "sse-swap", "sse-close", "ws-connect", "ws-send", "htmx:validation:", "htmx:xhr:", "hx-on:", "js:{"];

    [GeneratedRegex(@"^\|\s*`(?<old>htmx:\w+|hx-[a-z]+|htmx\.\w+)")]
    private static partial Regex Row { get; }

    [Fact]
    public void No_idiom_of_htmx_2_is_left()
    {
        Assert.True(File.Exists(Notes), "htmx is not there: the build fetches it with npm ci.");
        var renamed = File.ReadLines(Notes).Select(l => Row.Match(l)).Where(m => m.Success).Select(m => m.Groups["old"].Value).ToHashSet();
        Assert.Superset(new HashSet<string> { "hx-ext", "hx-vars", "htmx:afterSwap", "htmx.defineExtension" }, renamed);

        var pattern = new Regex(string.Join('|', renamed.Select(old => @$"(?<![\w-]){Regex.Escape(old)}(?![\w:-])").Concat(InProse.Select(p => @$"(?<![\w-]){Regex.Escape(p)}"))));
        Findings.AssertNone("htmx 4 has another word for this:", Repository.In("src/", ".cshtml", ".js", ".mjs", ".cs").SelectMany(f => f.Find(pattern)));
    }
}
