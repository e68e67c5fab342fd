using CsCheck;

namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>An answer put together of examples, and how it is cut.</summary>
internal sealed record StreamSample(string Text, int[] Cuts, bool HasSources)
{
    private static readonly string[] Joints = ["\n\n", "\n", ""];

    private static readonly Gen<string> Example = Gen.Frequency(
        (5, OneOf(SpecExamples.All)), (2, OneOf(GfmExamples.All)), (2, OneOf(CitationExamples.All)), (1, OneOf(MarkdownCorpus.All)));

    public static readonly Gen<StreamSample> Any = Gen.Select(
        Gen.Select(Example, OneOf(Joints), (text, joint) => text + joint).Array[1, 6], Gen.Int[1, 5].Array[1, 24], Gen.Bool, Gen.Frequency((4, Gen.Const("\n")), (1, Gen.Const("\r\n"))),
        (parts, cuts, sources, line) => new StreamSample(string.Concat(parts).Replace("\n", line, StringComparison.Ordinal), cuts, sources));

    /// <summary>A definition of a link or footnote reaches back to what is finished already: such answers are mended at the end.</summary>
    public bool HasDefinitions => Text.Contains("]:", StringComparison.Ordinal);

    private static Gen<string> OneOf(string[] all) => Gen.Int[0, all.Length - 1].Select(i => all[i]);

    public IEnumerable<string> Chunks()
    {
        for (int at = 0, i = 0; at < Text.Length; i++)
        {
            var length = Math.Min(Cuts[i % Cuts.Length], Text.Length - at);
            yield return Text.Substring(at, length);
            at += length;
        }
    }
}
