using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class TailChangeTests
{
    [Theory]
    [InlineData("<p>a</p>", "<p>a b</p>", " > p:last-child", " b")]
    [InlineData("<ul><li>a</li></ul>", "<ul><li>a</li><li>b</li></ul>", " > ul:last-child", "<li>b</li>")]
    [InlineData("<ul><li>a</li></ul>", "<ul><li>a b</li></ul>", " > ul:last-child > li:last-child", " b")]
    [InlineData("<p>a</p>", "<p>a</p><hr />", "", "<hr />")]
    [InlineData("<p>a <em>b</em></p>", "<p>a <em>b</em> c</p>", " > p:last-child", " c")]
    public void Growth_is_an_append_at_the_deepest_element(string old, string now, string path, string html) =>
        Assert.Equal(new TailChange(TailChangeKind.Append, path, html), TailDiff.Between(old, now));

    [Fact]
    public void Another_end_replaces_only_the_last_element() => Assert.Equal(
        new TailChange(TailChangeKind.Replace, " > ul:last-child > li:last-child", "<li>*b*</li>"),
        TailDiff.Between("<ul><li>a</li><li><em>b</em></li></ul>", "<ul><li>a</li><li>*b*</li></ul>"));

    [Fact]
    public void Another_beginning_sets_the_tail() =>
        Assert.Equal(TailChange.Set("<h4>a</h4><p>b</p>"), TailDiff.Between("<p>a</p><p>b</p>", "<h4>a</h4><p>b</p>"));

    [Fact]
    public void Every_finished_block_is_one_element() => Assert.All(MarkdownCorpus.Joined(100, 23), text =>
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append(text);
        var blocks = stream.Finish().FinishedBlocks;
        Assert.All(blocks, b => Assert.Single(new AngleSharp.Html.Parser.HtmlParser().ParseDocument(b).Body!.ChildNodes));
    });
}
