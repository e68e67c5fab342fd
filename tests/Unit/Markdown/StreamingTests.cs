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
        Assert.Equal("<p dir=\"auto\">See <strong>bo</strong></p>", stream.TailHtml);
        Assert.Equal(0, stream.HeldBack);
    }

    [Theory]
    [InlineData("Found [[7]].", 1)]
    [InlineData("Found [7] and [2, 3].", 3)]
    [InlineData("Found 【7†source】.", 1)]
    [InlineData("Found [[9]] nothing.", 0)]
    public void A_marker_is_never_shown_half(string text, int uses)
    {
        const string use = "<sup class=\"cite\">";
        var stream = new IncrementalMarkdown("m1", CitationTests.Sources());
        Assert.All(text, c =>
        {
            stream.Append(c.ToString());
            Assert.Equal(stream.TailHtml.Split(use).Length, stream.TailHtml.Split('[', '【').Length);
        });
        stream.Finish();
        Assert.Equal(uses, stream.FinishedHtml.Split(use).Length - 1);
    }

    [Fact]
    public void A_source_that_comes_after_its_use_is_mended_at_the_end()
    {
        var stream = new IncrementalMarkdown("m1");
        stream.Append("Found [[7]].\n\nOpen [[2]] and\nso on");
        Assert.Contains("Found [[7]].", stream.FinishedHtml);

        stream.Sources.Add(7, "Seven");
        stream.Sources.Add(2, "Two");
        Assert.Equal(TailChangeKind.Replace, stream.Append("").Tail.Kind);
        Assert.Contains("aria-label=\"Source 1: Two\"", stream.TailHtml);

        Assert.Equal(0, Assert.Single(stream.Finish().Replaced).Index);
        Assert.Contains("aria-label=\"Source 1: Seven\"", stream.FinishedHtml);
        Assert.Contains("aria-label=\"Source 2: Two\"", stream.FinishedHtml);
    }

    private static void Check(string text, Random random, int longest)
    {
        var stream = new IncrementalMarkdown("m1");
        foreach (var chunk in MarkdownCorpus.Chunks(text, random, longest))
        {
            stream.Append(chunk);
            Assert.Equal(SafeMarkdown.ToHtml(Samples.Shown(stream), "m1"), stream.FinishedHtml + stream.TailHtml);
            Assert.True(stream.HeldBack <= 520);
        }

        Assert.Empty(stream.Finish().Replaced);
        Assert.Equal(SafeMarkdown.ToHtml(text, "m1"), stream.FinishedHtml);
        Assert.Empty(stream.TailHtml);
        Assert.Equal(text, stream.Text);
    }
}
