using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class SafetyTests
{
    private static readonly string[] Elements =
        [.. "p h4 h5 h6 ul ol li blockquote div figure figcaption pre code table thead tbody tr th td a em strong del sub sup ins mark span br hr input".Split(' ')];

    private static readonly string[] Attributes =
        [.. "class id dir role tabindex aria-label href rel start scope type disabled checked".Split(' ')];

    [Fact]
    public void Nothing_dangerous_leaves_the_renderer() => Assert.All(HostileCorpus.All, text =>
    {
        AssertSafe(SafeMarkdown.ToHtml(text, "m1"), text);
        AssertSafe(SafeMarkdown.ToHtml("> - " + text, "m1"), text);
        AssertSafe(SafeMarkdown.ToHtml($"| a |\n|---|\n| {text} |\n", "m1"), text);
    });

    [Fact]
    public void Nothing_dangerous_is_shown_at_any_moment_of_a_stream() => Assert.All(HostileCorpus.All, text =>
    {
        var stream = new IncrementalMarkdown("m1");
        var dom = new TailDom();
        var seen = new HashSet<string>();
        foreach (var c in text)
        {
            dom.Apply(stream.Append(c.ToString(), showAll: true));
            var html = stream.FinishedHtml + stream.TailHtml;
            if (seen.Add(html))
            {
                AssertSafe(html, text);
            }
        }

        dom.Apply(stream.Finish());
        AssertSafe(dom.Html, text);
    });

    [Theory]
    [InlineData("<p onclick=\"x\">a</p>")]
    [InlineData("<p hx-get=\"/x\">a</p>")]
    [InlineData("<p data-hx-get=\"/x\">a</p>")]
    [InlineData("<p id=\"x\">a</p>")]
    [InlineData("<a id=\"m1-use-1\" href=\"#a\">a</a>")]
    [InlineData("<p style=\"color:red\">a</p>")]
    [InlineData("<p id=\"m1-fn-1\">a</p>")]
    [InlineData("<li id=\"main\">a</li>")]
    [InlineData("<li id=\"m1-fn-1 x\">a</li>")]
    [InlineData("<span class=\"hidden\">a</span>")]
    [InlineData("<span class=\"k s\">a</span>")]
    [InlineData("<script>a</script>")]
    [InlineData("<img src=\"x\" />")]
    [InlineData("<a href=\"javascript:x\">a</a>")]
    [InlineData("<a href=\"java&#115;cript:x\">a</a>")]
    [InlineData("<a href=\"#a\"><a href=\"#b\">a</a></a>")]
    [InlineData("<p>a")]
    [InlineData("<p>a</div>")]
    [InlineData("<!-- a -->")]
    [InlineData("<p class='a'>a</p>")]
    [InlineData("<P>a</P>")]
    [InlineData("<p\nclass=\"a\">a</p>")]
    [InlineData("<p class=\"a>b\">a</p>")]
    [InlineData("<br>")]
    [InlineData("<")]
    [InlineData("<p")]
    public void The_second_wall_refuses_what_it_does_not_know(string html) => Assert.False(HtmlVerifier.IsSafe(html));

    [Fact]
    public void The_second_wall_lets_everything_of_ours_through() => Assert.All(
        MarkdownCorpus.All.Concat(HostileCorpus.All),
        text => Assert.All(MarkdownBlocks.Render(SourceText.Normalise(text), "m1"), html => Assert.True(HtmlVerifier.IsSafe(html), html)));

    private static void AssertSafe(string html, string text)
    {
        foreach (var element in new HtmlParser().ParseDocument(html).Body!.QuerySelectorAll("*"))
        {
            Assert.True(Elements.Contains(element.LocalName), $"<{element.LocalName}> out of {text}");
            Assert.All(element.Attributes, a => Assert.True(Attributes.Contains(a.Name), $"{a.Name} out of {text}"));
            if (element.GetAttribute("href") is { } href)
            {
                Assert.Matches("^(https?://|mailto:|//|[^:]*$|[/?#.])", href.ToLowerInvariant());
            }
        }
    }
}
