using System.Text;

namespace ChatMonolith.Tests.Benchmarks;

/// <summary>Answers as models write them, made to length from one unit; "mix" takes turns.</summary>
static class Answer
{
    const int TokenLength = 4;

    public static readonly string[] Kinds = ["prose", "list", "table", "code", "mix"];

    const string Prose =
        "The keeper of a lighthouse **never** sleeps through a storm; see `logbook.txt` or [the manual](https://x.example/manual). When the wind turns, he trims the "
        + "lamp, winds the clock and writes down what he saw, because nobody else will.\n\nIn the morning *everything* is quiet again, and the ships pass far out.\n\n";

    const string Item = "- **Point:** an item of a list with some words and `code` in it, as long as they usually are\n";
    const string Row = "| cell one | **two** | three `x` | 4,500 |\n";
    const string Line = "    var total = Compute(a < b && c > d, \"text\"); // a line of code\n";

    public static string Of(string kind, int length) => kind switch
    {
        "prose" => Repeat(Prose, length),
        "list" => Repeat(Item, length),
        "table" => Table(length),
        "code" => Code(length),
        _ => Mix(length),
    };

    /// <summary>Pieces of four characters, about a token each.</summary>
    public static IEnumerable<string> Tokens(string text)
    {
        for (var at = 0; at < text.Length; at += TokenLength) yield return text.Substring(at, Math.Min(TokenLength, text.Length - at));
    }

    static string Mix(int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append("## A section\n\n").Append(Repeat(Prose, 800)).Append(Repeat(Item, 500)).Append('\n').Append(Table(400)).Append('\n').Append(Code(600)).Append('\n');
        return text.ToString(0, length);
    }

    static string Table(int length) => "| a | b | c | d |\n|---|---|---|--:|\n" + Repeat(Row, length);

    static string Code(int length) => "```csharp\n" + Repeat(Line, length) + "```\n";

    static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, Math.Max(1, length / unit.Length)));
}
