using AngleSharp.Html.Parser;
using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class FootnoteTests
{
    private const string Text = "One[^a], two[^b], one again[^a].\n\n[^a]: First *note*.\n[^b]: Second.\n";

    [Fact]
    public void Notes_stand_at_the_end_and_lead_there_and_back()
    {
        var page = new HtmlParser().ParseDocument(SafeMarkdown.ToHtml(Text, "m1"));

        var marks = page.QuerySelectorAll("sup.footnote > a");
        Assert.Equal(["1", "2", "1"], marks.Select(m => m.TextContent));
        Assert.Equal(["#m1-fn-1", "#m1-fn-2", "#m1-fn-1"], marks.Select(m => m.GetAttribute("href")));
        Assert.Equal("Footnote 2", marks[1].GetAttribute("aria-label"));
        var back = page.QuerySelectorAll("div.footnotes:last-child li a.footnote-back");
        Assert.Equal(marks.Select(m => '#' + m.Id).Order(), back.Select(b => b.GetAttribute("href")).Order());
        Assert.Equal(back.Length, back.Select(b => b.GetAttribute("aria-label")).Distinct().Count());
        Assert.Equal(["m1-fn-1", "m1-fn-2"], page.QuerySelectorAll("div.footnotes li").Select(li => li.Id));
        Assert.All(page.QuerySelectorAll("[id]"), e => Assert.StartsWith("m1-", e.Id));
    }

    [Fact]
    public void A_stream_shows_them_as_typed_and_mends_them_at_the_end()
    {
        var stream = new IncrementalMarkdown("m1");
        Assert.All(Text, c => stream.Append(c.ToString()));
        stream.ShowHeld();
        Assert.Contains("One[^a], two[^b]", stream.FinishedHtml + stream.TailHtml);

        stream.Finish();

        Assert.Equal(SafeMarkdown.ToHtml(Text, "m1"), stream.FinishedHtml);
        Assert.Contains("class=\"footnotes\"", stream.FinishedHtml);
    }

    [Theory]
    [InlineData("Only a mark[^1].")]
    [InlineData("`[^1]` in code\n\n```\n[^1]: x\n```")]
    [InlineData("[^1]: Only a definition.")]
    [InlineData("> quoted[^1]\n>\n> [^1]: note")]
    public void Without_a_mark_and_a_definition_nothing_changes(string text)
    {
        var html = SafeMarkdown.ToHtml(text, "m1");
        Assert.DoesNotContain("footnote", html);
        Assert.Equal(string.Concat(MarkdownBlocks.Render(text, "m1")), html);
    }

    [Theory]
    [InlineData("a[^1]\n\n[^1]: x\n[^1]: twice", 1)]
    [InlineData("a[^1] b[^x]\n\n[^1]: x [^2]\n[^2]: y [^1]", 2)]
    [InlineData("[a[^1]](/b)\n\n[^1]: <script>x</script> [y](javascript:z) {onclick=x}", 1)]
    [InlineData("# a[^\"><b>]\n\n[^\"><b>]: x", 1)]
    [InlineData("| a[^1] |\n|---|\n| b[^1] |\n\n[^1]:\n    ```js\n    x()\n    ```", 1)]
    public void Odd_notes_are_safe(string text, int notes)
    {
        var blocks = MarkdownBlocks.RenderWhole(text, "m1");
        Assert.All(blocks, html => Assert.True(HtmlVerifier.IsSafe(html, "m1"), html));
        var page = new HtmlParser().ParseDocument(string.Concat(blocks));
        Assert.Equal(notes, page.QuerySelectorAll("div.footnotes > ol > li").Length);
        Assert.Empty(page.QuerySelectorAll("script, b, [onclick], .plain"));
    }

    [Fact]
    public void Absurdly_many_stay_as_typed()
    {
        var numbers = Enumerable.Range(1, 1000).ToList();
        var html = SafeMarkdown.ToHtml(string.Concat(numbers.Select(i => $"[^{i}] ")) + "\n\n" + string.Concat(numbers.Select(i => $"[^{i}]: note {i}\n\n")), "m1");
        Assert.DoesNotContain("footnotes", html);
        Assert.Contains("note 1000", html);
    }

    [Fact]
    public void They_are_announced_in_words() =>
        Assert.Equal("One, footnote 1, two, footnote 2, one again, footnote 1.\nFootnote 1: First note.\nFootnote 2: Second.", SafeMarkdown.ToPlainText(Text));
}
