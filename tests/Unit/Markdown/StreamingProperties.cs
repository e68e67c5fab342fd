using ChatMonolith.Modules.Chat.Markdown;
using CsCheck;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>Whatever an answer is made of and however it is cut: finished blocks and tail together are the full render, at every moment.</summary>
public class StreamingProperties(ITestOutputHelper output)
{
    private static readonly Gen<StreamSample> Plain = StreamSample.Any.Where(s => !s.HasDefinitions);

    [Fact]
    public void There_are_enough_examples()
    {
        Assert.True(SpecExamples.All.Length >= 640, $"{SpecExamples.All.Length} of CommonMark");
        Assert.True(GfmExamples.All.Length >= 40, $"{GfmExamples.All.Length} of GFM");
    }

    [Fact]
    public void Every_moment_shows_the_full_render()
    {
        int answers = 0, moments = 0, mended = 0;
        Samples.Check(Plain, 1500, sample =>
        {
            var stream = Stream(sample);
            foreach (var chunk in sample.Chunks())
            {
                stream.Append(chunk, showAll: true);
                Assert.Equal(Full(sample, Shown(stream)), stream.FinishedHtml + stream.TailHtml);
                moments++;
            }

            answers++;
            mended += stream.Finish().Replaced.Count > 0 ? 1 : 0;
            Assert.Equal(Full(sample, sample.Text), stream.FinishedHtml);
            Assert.Equal(sample.Text, stream.Text);
        });
        output.WriteLine($"{answers} answers, {moments} moments, {mended} mended at the end");
        Assert.True(mended * 1000 <= answers, $"{mended} of {answers} had to be mended at the end");
    }

    [Fact]
    public void What_is_held_back_is_never_shown_wrongly()
    {
        Samples.Check(Plain, 700, sample =>
        {
            var stream = Stream(sample);
            foreach (var chunk in sample.Chunks())
            {
                stream.Append(chunk);
                Assert.Equal(Full(sample, Shown(stream)), stream.FinishedHtml + stream.TailHtml);
                Assert.InRange(stream.HeldBack, 0, 520);
            }
        });
    }

    [Fact]
    public void A_browser_that_applies_the_changes_shows_the_full_render()
    {
        Samples.Check(StreamSample.Any, 200, sample =>
        {
            var stream = Stream(sample);
            var dom = new TailDom();
            var i = 0;
            foreach (var chunk in sample.Chunks())
            {
                dom.Apply(stream.Append(chunk, showAll: i++ % 3 == 0));
                Assert.Equal(TailDom.Normal(stream.FinishedHtml + stream.TailHtml), dom.Html);
            }

            dom.Apply(stream.Finish());
            Assert.Equal(TailDom.Normal(Full(sample, sample.Text)), dom.Html);
        });
    }

    [Fact]
    public void Definitions_are_right_at_the_end()
    {
        int answers = 0, mended = 0;
        Samples.Check(StreamSample.Any.Where(s => s.HasDefinitions), 400, sample =>
        {
            var stream = Stream(sample);
            Assert.All(sample.Chunks(), chunk => stream.Append(chunk));
            answers++;
            mended += stream.Finish().Replaced.Count > 0 ? 1 : 0;
            Assert.Equal(Full(sample, sample.Text), stream.FinishedHtml);
        });
        output.WriteLine($"{answers} answers with definitions, {mended} mended at the end");
    }

    [Fact]
    public void Sources_that_come_late_are_right_at_the_end() => Samples.Check(Plain, 400, sample =>
    {
        var stream = new IncrementalMarkdown("m1");
        var late = sample.Text.Length / 2;
        foreach (var chunk in sample.Chunks())
        {
            stream.Append(chunk, showAll: true);
            if (stream.Text.Length >= late)
            {
                Assert.All([1, 2, 3, 7], n => stream.Sources.Add(n, $"Tea <b> \"{n}\""));
            }
        }

        stream.Finish();
        Assert.Equal(SafeMarkdown.ToHtml(sample.Text, "m1", stream.Text.Length > 0 ? CitationTests.Sources() : null), stream.FinishedHtml);
    });

    private static IncrementalMarkdown Stream(StreamSample sample) => sample.HasSources ? new("m1", CitationTests.Sources()) : new("m1");

    private static string Full(StreamSample sample, string text) => SafeMarkdown.ToHtml(text, "m1", sample.HasSources ? CitationTests.Sources() : null);

    private static string Shown(IncrementalMarkdown stream) => Samples.Shown(stream);
}
