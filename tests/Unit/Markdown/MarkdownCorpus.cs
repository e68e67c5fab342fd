namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>Small texts of every construct, one per entry, own examples in the manner of CommonMark's and GFM's.</summary>
internal static partial class MarkdownCorpus
{
    public static readonly string[] All = [.. Split(Blocks), .. Split(Code), .. Split(Lists), .. Split(Inlines), .. Split(Tables), .. Whitespace];

    private static readonly string[] Joints = ["\n", "\n\n", "\n\n\n", "\n \n", ""];

    public static IEnumerable<string> Joined(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var parts = Enumerable.Range(0, random.Next(2, 7)).Select(_ => All[random.Next(All.Length)] + Joints[random.Next(Joints.Length)]);
            yield return string.Concat(parts);
        }
    }

    public static IEnumerable<string> Chunks(string text, Random random, int longest)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, longest + 1), text.Length - at);
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private static string[] Split(string text) => text.ReplaceLineEndings("\n").Split("\n%%\n");
}
