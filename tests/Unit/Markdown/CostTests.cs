using System.Diagnostics;
using System.Text;
using ChatMonolith.Modules.Chat.Markdown;
using Xunit;

namespace ChatMonolith.Tests.Unit.Markdown;

public class CostTests
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "unclosed links", Repeat("[a](", 64 * 1024) },
        { "brackets", Repeat("[", 64 * 1024) },
        { "emphasis", Repeat("*a_ ", 64 * 1024) },
        { "tildes", Repeat("~~a^b ", 64 * 1024) },
        { "heading of brackets", "# " + Repeat("[a](", 64 * 1024) },
        { "wide table", Repeat("|a", 1000) + "\n" + Repeat("|-", 1000) + "\n" + Repeat("|a\n", 64 * 1024) },
        { "pipes", Repeat("|", 64 * 1024) },
        { "list on one line", Repeat("- ", 2000) },
        { "quotes", Repeat("> ", 2000) },
        { "numbers", Repeat("1. ", 3000) },
        { "deep list", string.Concat(Enumerable.Range(0, 300).Select(i => new string(' ', 2 * i) + "- a\n")) },
        { "quote lines", Repeat(new string('>', 100) + "a\n", 64 * 1024) },
        { "backticks", string.Concat(Enumerable.Range(1, 350).Select(i => new string('`', i) + "a")) },
        { "definitions", Repeat("[x]: /u\n", 64 * 1024) },
        { "dollars", Repeat("$a ", 64 * 1024) },
        { "addresses", Repeat("http://a", 64 * 1024) },
        { "one long item", "- " + Repeat("word ", 64 * 1024) },
    };

    public static TheoryData<string, string> Kinds => new()
    {
        { "prose", Repeat("The quick brown fox **jumps** over the lazy dog, then rests for a while; see `fox.cs` or [this](https://x.example/a).", 500) + "\n\n" },
        { "one paragraph", "The quick brown fox *jumps* over the lazy dog. " },
        { "list", "- **Point:** an item of a list with some words and `code` in it\n" },
        { "loose list", "1. An item of a list.\n\n   With a second paragraph under it.\n\n" },
        { "table", "| cell one | **two** | three `x` |\n" },
        { "code", "    var x = Compute(a < b && c > d); // \"text\"\n" },
    };

    [Theory]
    [InlineData("> ")]
    [InlineData("1. ")]
    public void Text_that_is_refused_is_shown_as_it_was_written_and_no_character_of_it_is_lost(string unit)
    {
        var text = "Before <b>&amp;\n\n" + Repeat(unit, 3000) + "deep <i>inside</i> & *more*\n\nafter";
        var stream = new IncrementalMarkdown("m1");
        foreach (var chunk in text.Chunk(100)) stream.Append(new string(chunk));
        var growing = stream.FinishedHtml + stream.TailHtml;
        stream.Finish();

        foreach (var html in new[] { growing, stream.FinishedHtml })
        {
            Assert.Contains("<p class=\"plain\"", html, StringComparison.Ordinal);
            Assert.EndsWith(text[text.IndexOf(unit, StringComparison.Ordinal)..], new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_text_costs_little(string name, string text)
    {
        var started = Stopwatch.GetTimestamp();
        var stream = new IncrementalMarkdown("m1");
        foreach (var chunk in text.Chunk(200))
        {
            stream.Append(new string(chunk));
        }

        stream.Finish();
        SafeMarkdown.ToHtml(text, "m1");

        // Generous (they take at most one second): unguarded they take minutes, and the busiest machine must not make this test fail.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"{name}: {Stopwatch.GetElapsedTime(started)}");
        Assert.NotEmpty(stream.FinishedHtml + name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bytes_and_memory_grow_with_the_length(string name, string unit)
    {
        Cost(name, unit, 2_000);
        var (bytes, memory) = Cost(name, unit, 10_000);
        var (bytesTwice, memoryTwice) = Cost(name, unit, 20_000);

        Assert.True(bytesTwice <= 2.2 * bytes, $"{name}: {bytes} then {bytesTwice} bytes");
        // Only code is never parsed again; elsewhere an open block of many kilobytes is.
        Assert.True(name != "code" || memoryTwice <= 2.3 * memory, $"{name}: {memory} then {memoryTwice} allocated");
    }

    private static (long Bytes, long Allocated) Cost(string name, string unit, int length)
    {
        var text = name switch
        {
            "table" => "| a | b | c |\n|---|---|---|\n",
            "code" => "```csharp\n",
            _ => "",
        } + Repeat(unit, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var stream = new IncrementalMarkdown("m1");
        long bytes = 0;
        foreach (var chunk in text.Chunk(80))
        {
            bytes += Bytes(stream.Append(new string(chunk)));
        }

        bytes += Bytes(stream.Finish());
        return (bytes, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long Bytes(MarkdownDelta delta) =>
        delta.FinishedBlocks.Concat(delta.Replaced.Select(r => r.Html)).Append(delta.Tail.Html).Append(delta.Tail.Path).Sum(Encoding.UTF8.GetByteCount);

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length));
}
