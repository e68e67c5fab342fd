using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class StreamingTests
{
    [Fact]
    public void The_corpus_is_large_enough() => Assert.True(MarkdownCorpus.All.Length >= 150, $"{MarkdownCorpus.All.Length}");

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Every_snippet_shows_the_full_render_after_every_chunk(int longest)
    {
        var random = new Random(1);
        Assert.All(MarkdownCorpus.All, text => Check(text, random, longest));
    }

    [Theory]
    [InlineData(11, 1, 40)]
    [InlineData(12, 5, 250)]
    [InlineData(13, 40, 600)]
    public void Joined_snippets_show_the_full_render_after_every_chunk(int seed, int longest, int count)
    {
        var random = new Random(seed);
        Assert.All(MarkdownCorpus.Joined(count, seed), text => Check(text, random, longest));
    }

    [Fact]
    public void A_definition_after_its_use_is_mended_at_the_end()
    {
        var stream = new IncrementalMarkdown("m1");
        const string text = "See [the docs][d].\n\nMore text.\n\n[d]: https://docs.example/\n";
        Assert.All(text, c => stream.Append(c.ToString()));
        Assert.DoesNotContain("<a", stream.FinishedHtml);

        var end = stream.Finish();

        Assert.Equal(0, Assert.Single(end.Replaced).Index);
        Assert.Equal(SafeMarkdown.ToHtml(text, "m1"), stream.FinishedHtml);
        Assert.Contains("href=\"https://docs.example/\"", end.Replaced[0].Html);
    }

    [Fact]
    public void Half_a_character_waits_for_its_other_half()
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append("a \uD83D");
        Assert.Equal("<p dir=\"auto\">a</p>", stream.TailHtml);
        stream.Append("\uDE00 b");
        Assert.Equal("<p dir=\"auto\">a 😀 b</p>", stream.TailHtml);
    }

    [Fact]
    public void A_pause_shows_what_was_held_back()
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append("See **bo");
        Assert.Equal("<p dir=\"auto\">See</p>", stream.TailHtml);
        stream.Append("", showAll: true);
        Assert.Equal("<p dir=\"auto\">See **bo</p>", stream.TailHtml);
        Assert.Equal(0, stream.HeldBack);
    }

    private static void Check(string text, Random random, int longest)
    {
        var stream = new IncrementalMarkdown("m1");
        foreach (var chunk in MarkdownCorpus.Chunks(text, random, longest))
        {
            stream.Append(chunk);
            var source = SourceText.Normalise(stream.Text);
            Assert.Equal(SafeMarkdown.ToHtml(source[..^stream.HeldBack], "m1"), stream.FinishedHtml + stream.TailHtml);
            Assert.True(stream.HeldBack <= 520);
        }

        Assert.Empty(stream.Finish().Replaced);
        Assert.Equal(SafeMarkdown.ToHtml(text, "m1"), stream.FinishedHtml);
        Assert.Empty(stream.TailHtml);
        Assert.Equal(text, stream.Text);
    }
}
