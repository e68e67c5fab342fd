using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class CitationTests
{
    [Theory]
    [InlineData("a [[7]] b", "a 1=7 b")]
    [InlineData("a [7] b", "a 1=7 b")]
    [InlineData("a[7].", "a1=7.")]
    [InlineData("[7]", "1=7")]
    [InlineData("a [7][2] b", "a 1=72=2 b")]
    [InlineData("a [2,7] b [7]", "a 1=22=7 b 2=7")]
    [InlineData("a [[2, 7]]", "a 1=22=7")]
    [InlineData("a [7, 1-3]", "a 1=72=13=24=3")]
    [InlineData("a [1–2]", "a 1=12=2")]
    [InlineData("a【7】b", "a1=7b")]
    [InlineData("a 【7†source】 b 【2†L1-L9】", "a 1=7 b 2=2")]
    [InlineData("**a [7]** *[2]*", "a 1=7 2=2")]
    [InlineData("# a [7]", "a 1=7")]
    [InlineData("| a [7] | b |\n|---|---|\n| [2] | 【7】 |", "a 1=7b2=21=7")]
    [InlineData("- a [7]\n  - [[2]]", "a 1=72=2")]
    public void Every_form_is_numbered_by_first_use(string markdown, string text) => Assert.Equal(text, Shown(markdown));

    [Theory]
    [InlineData("a [9] b", "a b")]
    [InlineData("a [9].", "a.")]
    [InlineData("a [[9]] and 【9】", "a and")]
    [InlineData("a [2,9] b", "a 1=2 b")]
    public void A_marker_without_its_source_is_not_shown(string markdown, string text) => Assert.Equal(text, Shown(markdown));

    [Theory]
    [InlineData("`a[1]` `[[7]]`")]
    [InlineData("```\na [7]\n```")]
    [InlineData("    a [7]")]
    [InlineData("[7](https://x.example/)")]
    [InlineData("[[7]](https://x.example/)")]
    [InlineData("[see [7] there](https://x.example/)")]
    [InlineData("![a [7]](https://x.example/i.png)")]
    [InlineData("a[^7]")]
    [InlineData("- [ ] a\n- [x] b")]
    [InlineData(@"a \[7]")]
    [InlineData("in [2019] [0] [07] [7 [x] [1;2] [ ] [] [[]] [1-2-3] [3-1] [1-99] 【】 【a】 【7")]
    [InlineData("[7]\n\n[7]: https://x.example/")]
    [InlineData("[7][docs]\n\n[docs]: https://x.example/")]
    public void What_only_looks_like_a_marker_is_left_alone(string markdown) => Assert.Equal(SafeMarkdown.ToHtml(markdown, "m1"), SafeMarkdown.ToHtml(markdown, "m1", Sources()));

    [Theory]
    [InlineData("a [1] [[2]] 【3】 [1, 2]")]
    public void Without_any_source_a_marker_is_text(string markdown) => Assert.Equal($"<p dir=\"auto\">{markdown}</p>", SafeMarkdown.ToHtml(markdown, "m1"));

    [Fact]
    public void A_use_is_a_link_with_the_name_of_its_source_and_the_first_one_can_be_found_again()
    {
        const string link = "href=\"#m1-cite-1\" aria-label=\"Source 1: Tea &lt;b&gt; &quot;7&quot;\">[1]</a></sup>";
        Assert.Equal($"<p dir=\"auto\">a <sup class=\"cite\"><a id=\"m1-use-1\" {link} b <sup class=\"cite\"><a {link}</p>", SafeMarkdown.ToHtml("a [7] b [[7]]", "m1", Sources()));
    }

    [Fact]
    public void What_has_no_source_is_told()
    {
        var sources = Sources();
        SafeMarkdown.ToHtml("a [9] [[2]] [8, 9]", "m1", sources);
        Assert.Equal([8, 9], sources.Missing.Order());
        Assert.Equal((1, null), (sources.ShownAs(2), sources.ShownAs(7)));
        Assert.Equal([2, 7, 3], sources.InOrder([7, 2, 3], n => n));
    }

    [Fact]
    public void Rendering_again_numbers_the_same()
    {
        var sources = Sources();
        Assert.Equal(SafeMarkdown.ToHtml("[3] [2]\n\n[7]", "m1", sources), SafeMarkdown.ToHtml("[3] [2]\n\n[7]", "m1", sources));
    }

    [Fact]
    public void Announcements_say_the_number_that_is_shown() => Assert.Equal("True. source 1 and source 2.", SafeMarkdown.ToPlainText("True. [[7]] and [2, 9].", Sources()));

    [Theory]
    [InlineData("a", "m1-use-1", true)]
    [InlineData("a", "m1-use-1234", true)]
    [InlineData("p", "m1-use-1", false)]
    [InlineData("a", "m2-use-1", false)]
    [InlineData("a", "m1-use-", false)]
    [InlineData("a", "m1-use-1x", false)]
    [InlineData("a", "m1-use-12345", false)]
    [InlineData("a", "m1", false)]
    public void The_second_wall_knows_one_kind_of_id(string tag, string id, bool safe) => Assert.Equal(safe, HtmlVerifier.IsSafe($"<{tag} id=\"{id}\">a</{tag}>", "m1"));

    internal static AnswerSources Sources() => AnswerSources.Of([1, 2, 3, 7], n => n, n => $"Tea <b> \"{n}\"");

    // A use as number=source, everything else as its text.
    private static string Shown(string markdown)
    {
        var body = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(SafeMarkdown.ToHtml(markdown, "m1", Sources())).Body!;
        foreach (var link in body.QuerySelectorAll("sup.cite > a"))
        {
            Assert.Equal($"[{link.GetAttribute("href")!["#m1-cite-".Length..]}]", link.TextContent);
            link.TextContent = link.TextContent.Trim('[', ']') + "=" + link.GetAttribute("aria-label")!.Split('"')[1];
        }

        return body.TextContent;
    }

    [Theory]
    [InlineData("See [1].", "See [101].")]
    [InlineData("A [[2]] and [1, 3-5] and 【7†page 3】.", "A [[102]] and [101, 103-105] and 【107†page 3】.")]
    [InlineData("- a [1]\n  goes on [2]\n\n  > quoted [3]\n", "- a [101]\n  goes on [102]\n\n  > quoted [103]\n")]
    [InlineData("| a | b |\n|---|---|\n| x [1] | y [2] |", "| a | b |\n|---|---|\n| x [101] | y [102] |")]
    [InlineData("`a[1]` and\n\n```\nb[2]\n```\n\n    c[3]\n", "`a[1]` and\n\n```\nb[2]\n```\n\n    c[3]\n")]
    [InlineData("A link [1](https://example.org) and text [12a].", "A link [1](https://example.org) and text [12a].")]
    [InlineData("**Bold [1]\r\nnext** line [2]", "**Bold [101]\nnext** line [102]")]
    public void Numbers_move_to_make_room(string text, string moved)
    {
        var sources = AnswerSources.Of([1, 2, 3, 4, 5, 7], n => n, n => $"S{n}");
        Assert.Equal(moved, CitationNumbers.Move(text, sources, 100));
        var later = AnswerSources.Of([101, 102, 103, 104, 105, 107], n => n, n => $"S{n - 100}");
        Assert.Equal(SafeMarkdown.ToHtml(text, "m1", sources), SafeMarkdown.ToHtml(moved, "m1", later));
    }
}
