using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class HoldingTests
{
    [Theory]
    [InlineData("See **bo", "See", "See <strong>bo</strong>")]
    [InlineData("See **bold ", "See", "See <strong>bold</strong>")]
    [InlineData("See **a *b", "See", "See <strong>a <em>b</em></strong>")]
    [InlineData("See **a `b", "See", "See <strong>a <code>b</code></strong>")]
    [InlineData("See `co", "See", "See <code>co</code>")]
    [InlineData("See ~~ol", "See", "See <del>ol</del>")]
    [InlineData("See [lin", "See", "See lin")]
    [InlineData("See **[lin", "See", "See <strong>lin</strong>")]
    [InlineData("See [link](https://x.ex", "See", "See link")]
    [InlineData("See ![chart](https://x.ex/?d=", "See", "See chart")]
    [InlineData("See https://x.ex", "See", "See https://x.ex")]
    [InlineData("See [1", "See", "See")]
    [InlineData("See **", "See", "See")]
    [InlineData("See [", "See", "See")]
    [InlineData("See 2*3", "See 2", "See 2*3")]
    [InlineData("See end\\", "See end", "See end")]
    [InlineData("a\n-", "a", null)]
    [InlineData("a\n```py", "a", null)]
    public void What_was_held_long_enough_is_shown_closed(string text, string held, string? shown)
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append(text);
        Assert.Equal($"<p dir=\"auto\">{held}</p>", stream.TailHtml);

        stream.ShowHeld();

        Assert.Equal(0, stream.HeldBack);
        Assert.Equal(SafeMarkdown.ToHtml(Samples.Shown(stream), "m1"), stream.TailHtml);
        if (shown is null) Assert.Null(stream.ClosedLine);
        else Assert.Equal($"<p dir=\"auto\">{shown}</p>", stream.TailHtml);
    }

    [Fact]
    public void What_was_shown_is_not_taken_away_again_and_only_grows()
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append("See **bo");
        stream.ShowHeld();
        Assert.Equal(TailChange.Append(" > p:last-child > strong:last-child", "ld"), stream.Append("ld").Tail);
        Assert.Equal(TailChange.None, stream.Append("**").Tail);
        stream.Append(" and **mo");
        Assert.Equal("<p dir=\"auto\">See <strong>bold</strong> and</p>", stream.TailHtml);
    }

    [Fact]
    public void An_address_leads_nowhere_before_it_is_whole()
    {
        var stream = new IncrementalMarkdown("m1");
        foreach (var c in "See [the plan](https://example.org/plan) and https://example.org/more now")
        {
            stream.Append(c.ToString(), showAll: true);
            Assert.All(System.Text.RegularExpressions.Regex.Matches(stream.TailHtml, "href=\"([^\"]*)\""),
                m => Assert.Contains(m.Groups[1].Value, new[] { "https://example.org/plan", "https://example.org/more" }));
        }
    }

    [Fact]
    public void A_pause_with_nothing_held_sends_nothing()
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append("All there.");
        Assert.True(stream.ShowHeld().IsEmpty);
    }

    [Fact]
    public void Pauses_anywhere_end_in_the_same_html()
    {
        var random = new Random(3);
        Assert.All(MarkdownCorpus.Joined(60, 17), text =>
        {
            var stream = new IncrementalMarkdown("m1");
            foreach (var chunk in MarkdownCorpus.Chunks(text, random, 9))
            {
                stream.Append(chunk);
                if (random.Next(3) == 0)
                {
                    stream.ShowHeld();
                }

                Assert.Equal(SafeMarkdown.ToHtml(Samples.Shown(stream), "m1"), stream.FinishedHtml + stream.TailHtml);
            }

            Assert.Empty(stream.Finish().Replaced);
            Assert.Equal(SafeMarkdown.ToHtml(text, "m1"), stream.FinishedHtml);
        });
    }
}
