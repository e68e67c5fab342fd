using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Order;
using ChatMonolith.Modules.Chat.Markdown;

namespace ChatMonolith.Tests.Benchmarks;

/// <summary>A whole answer as it streams, flushed every 20 tokens: only what is new, against everything again each time.</summary>
[MemoryDiagnoser, Orderer(SummaryOrderPolicy.Declared)]
public class RenderBenchmarks
{
    const int TokensAFlush = 20;

    string[] _flushes = [];
    string _text = "";

    [Params(1, 10, 100)]
    public int Kilobytes { get; set; }

    [ParamsSource(nameof(Kinds))]
    public string Kind { get; set; } = "";

    public static IEnumerable<string> Kinds => Answer.Kinds;

    [GlobalSetup]
    public void Prepare()
    {
        _text = Answer.Of(Kind, Kilobytes * 1024);
        _flushes = [.. Answer.Tokens(_text).Chunk(TokensAFlush).Select(piece => string.Concat(piece))];
    }

    [Benchmark]
    public int Incremental()
    {
        var stream = new IncrementalMarkdown("m1");
        var length = 0;
        foreach (var flush in _flushes) length += stream.Append(flush).Tail.Html.Length;
        return length + stream.Finish().FinishedBlocks.Count;
    }

    [Benchmark(Baseline = true)]
    public int Again()
    {
        int length = 0, end = 0;
        foreach (var flush in _flushes)
        {
            end += flush.Length;
            length += SafeMarkdown.ToHtml(_text[..end], "m1").Length;
        }

        return length;
    }
}
