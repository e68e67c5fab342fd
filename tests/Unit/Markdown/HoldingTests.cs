using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class HoldingTests
{
    [Theory]
    [InlineData("See **bo", "See", "See **bo")]
    [InlineData("See `co", "See", "See `co")]
    [InlineData("See [lin", "See", "See [lin")]
    [InlineData("See [link](https://x.ex", "See", "See [link](<a href=\"https://x.ex\" rel=\"noopener nofollow ugc\">https://x.ex</a>")]
    [InlineData("a\n-", "a", null)]
    public void A_half_typed_marker_is_shown_when_the_stream_pauses(string text, string held, string? shown)
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append(text);
        Assert.Equal($"<p dir=\"auto\">{held}</p>", stream.TailHtml);

        stream.ShowHeld();

        Assert.Equal(0, stream.HeldBack);
        Assert.Equal(SafeMarkdown.ToHtml(text, "m1"), stream.TailHtml);
        Assert.True(shown is null || stream.TailHtml == $"<p dir=\"auto\">{shown}</p>", stream.TailHtml);
    }

    [Fact]
    public void What_a_pause_has_shown_is_not_taken_away_again()
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append("See **bo");
        stream.ShowHeld();
        stream.Append("ld");
        Assert.Equal("<p dir=\"auto\">See **bold</p>", stream.TailHtml);
        stream.Append("** and **mo");
        Assert.Equal("<p dir=\"auto\">See <strong>bold</strong> and</p>", stream.TailHtml);
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

                var source = SourceText.Normalise(stream.Text);
                Assert.Equal(SafeMarkdown.ToHtml(source[..^stream.HeldBack], "m1"), stream.FinishedHtml + stream.TailHtml);
            }

            Assert.Empty(stream.Finish().Replaced);
            Assert.Equal(SafeMarkdown.ToHtml(text, "m1"), stream.FinishedHtml);
        });
    }
}
