using System.Globalization;
using ChatMonolith.Modules.Chat.Markdown;
using CsCheck;
using Xunit.Sdk;

namespace ChatMonolith.Tests.Unit.Markdown;

/// <summary>
/// The same samples in every run: a seed given to CsCheck fixes only the first of a run, so each sample has one of its own here.
/// MARKDOWN_SAMPLES sets their number, MARKDOWN_SEED takes others.
/// </summary>
internal static class Samples
{
    private const int ShrinkFor = 20;

    public static int Count(int usual) => (int)Math.Min(int.MaxValue, Setting("MARKDOWN_SAMPLES", usual));

    public static void Check(Gen<StreamSample> samples, int usual, Action<StreamSample> check)
    {
        for (var i = 0; i < Count(usual); i++)
        {
            var random = new PCG((uint)i, (ulong)Setting("MARKDOWN_SEED", 5));
            var seed = random.ToString();
            var sample = samples.Generate(random, null, out _);
            try
            {
                check(sample);
            }
            catch (XunitException)
            {
                // CsCheck looks for the smallest sample that fails too, and shows it.
                samples.Sample(check, seed: seed, time: ShrinkFor, threads: 1);
                throw;
            }
        }
    }

    /// <summary>The text that a stream shows at the moment: its own, or with its last line closed for display.</summary>
    public static string Shown(IncrementalMarkdown stream)
    {
        var text = SourceText.Normalise(stream.Text)[..^stream.HeldBack];
        return stream.ClosedLine is { } line ? text[..(text.LastIndexOf('\n') + 1)] + line : text;
    }

    private static long Setting(string name, long usual) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : usual;
}
