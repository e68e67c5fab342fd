using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Leaves text unformatted that would make Markdig's inline pass quadratic.</summary>
/// <remarks>By counting, not by the clock: the stream, the history and every node must come to the same HTML.</remarks>
internal static class InlineLimits
{
    private const int MaxLength = 32 * 1024;
    private const int MaxBrackets = 600;
    private const int MaxDelimiterRuns = 1500;
    private const int MaxCells = 10_000;

    public static void Apply(BlockProcessor processor, Block block)
    {
        if (block is LeafBlock { ProcessInlines: true } leaf && IsTooCostly(leaf))
        {
            leaf.ProcessInlines = false;
        }
    }

    private static bool IsTooCostly(LeafBlock leaf)
    {
        int length = 0, brackets = 0, runs = 0, columns = 0;
        for (var i = 0; i < leaf.Lines.Count; i++)
        {
            var line = leaf.Lines.Lines[i].Slice.AsSpan();
            length += line.Length;
            brackets += line.Count('[');
            runs += Runs(line);
            columns = Math.Max(columns, line.Count('|'));
        }

        return length > MaxLength || brackets > MaxBrackets || runs > MaxDelimiterRuns || columns * leaf.Lines.Count > MaxCells;
    }

    private static int Runs(ReadOnlySpan<char> line)
    {
        var count = 0;
        var previous = '\0';
        foreach (var c in line)
        {
            if (c != previous && c is ('*' or '_' or '~' or '^' or '+' or '='))
            {
                count++;
            }

            previous = c;
        }

        return count;
    }
}
