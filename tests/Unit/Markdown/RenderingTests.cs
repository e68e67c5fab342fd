using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class RenderingTests
{
    [Theory]
    [InlineData("# a", "<h4 dir=\"auto\">a</h4>")]
    [InlineData("## a", "<h4 class=\"second\" dir=\"auto\">a</h4>")]
    [InlineData("##### a", "<h4 class=\"third\" dir=\"auto\">a</h4>")]
    [InlineData("[a](https://x.example/)", "<p dir=\"auto\"><a href=\"https://x.example/\" rel=\"noopener nofollow ugc\">a</a></p>")]
    [InlineData("[a](/b)", "<p dir=\"auto\"><a href=\"/b\">a</a></p>")]
    [InlineData("[a](javascript:b)", "<p dir=\"auto\">a</p>")]
    [InlineData("![a](https://x.example/i.png)", "<p dir=\"auto\"><a class=\"remote-image\" href=\"https://x.example/i.png\" rel=\"noopener nofollow ugc\">Image: a (x.example)</a></p>")]
    [InlineData("![a](data:image/png;base64,AA)", "<p dir=\"auto\">a</p>")]
    [InlineData("a [[12]]", "<p dir=\"auto\">a [[12]]</p>")]
    [InlineData("`[[1]]`", "<p dir=\"auto\"><code>[[1]]</code></p>")]
    [InlineData("$x$ y", "<p dir=\"auto\"><span class=\"math\">$x$</span> y</p>")]
    [InlineData("$$\nx<y\n$$", "<div class=\"math\" dir=\"ltr\">$$\nx&lt;y\n$$</div>")]
    [InlineData("$$\nx", "<div class=\"math\" dir=\"ltr\">$$\nx</div>")]
    [InlineData("$$x$$", "<p dir=\"auto\"><span class=\"math\">$$x$$</span></p>")]
    [InlineData("from $5 to $10", "<p dir=\"auto\">from $5 to $10</p>")]
    [InlineData("from 5$ to 10$", "<p dir=\"auto\">from 5$ to 10$</p>")]
    [InlineData("- [x] a", "<ul dir=\"auto\"><li><input type=\"checkbox\" disabled checked aria-label=\"Done\" /> a</li></ul>")]
    [InlineData("3. a", "<ol start=\"3\" dir=\"auto\"><li>a</li></ol>")]
    [InlineData("> [!TIP]\n> a", "<div class=\"alert alert-tip\" role=\"note\" dir=\"auto\"><p class=\"alert-title\">Tip</p><p dir=\"auto\">a</p></div>")]
    [InlineData("```c#\na\n```", "<figure class=\"code\"><figcaption>c#</figcaption><pre dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"Code: c#\"><code class=\"language-c#\">a</code></pre></figure>")]
    [InlineData("|a|\n|-:|\n|b|", "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table dir=\"auto\"><thead><tr><th scope=\"col\" class=\"end\">a</th></tr></thead><tbody><tr><td class=\"end\">b</td></tr></tbody></table></div>")]
    [InlineData("<b>x</b>", "<p dir=\"auto\">&lt;b&gt;x&lt;/b&gt;</p>")]
    [InlineData("[a]: /b", "")]
    public void Every_construct_has_its_html(string markdown, string html) => Assert.Equal(html, SafeMarkdown.ToHtml(markdown, "m1"));

    [Theory]
    [InlineData("# Title\n\nSome **bold** `code` and a [link](https://x.example/long?x=1).", "Title\nSome bold code and a link.")]
    [InlineData("```cs\na\nb\n```", "C# code, 2 lines")]
    [InlineData("```\na\n```", "code, 1 line")]
    [InlineData("|a|b|c|\n|-|-|-|\n|1|2|3|\n|1|2|3|", "table, 3 columns, 2 rows")]
    [InlineData("- a\n- [x] b\n  - c", "a\ndone: b\nc")]
    [InlineData("See https://x.example/path?a=b now", "See link to x.example now")]
    [InlineData("![cat](https://x.example/i.png)", "image: cat")]
    [InlineData("True. [[2]]", "True. [[2]]")]
    [InlineData("a\nb  \nc &amp; $x$", "a b c & x")]
    public void Announcements_are_plain(string markdown, string text) => Assert.Equal(text, SafeMarkdown.ToPlainText(markdown));

    [Fact]
    public void No_address_is_ever_announced() =>
        Assert.All(MarkdownCorpus.All.Where(t => !t.Contains('`') && !t.Contains('$')), text =>
            Assert.DoesNotMatch("https?://[a-z]+\\.example/", SafeMarkdown.ToPlainText(text + "\n\n")));
}
