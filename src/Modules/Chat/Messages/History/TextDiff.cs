using DiffPlex;
using DiffPlex.Chunkers;

namespace ChatMonolith.Modules.Chat.Messages.History;

enum DiffKind { Same, Added, Removed }

sealed record DiffPiece(DiffKind Kind, string Text);

/// <summary>What changed between two texts, word by word.</summary>
static class TextDiff
{
    // Comparing takes time with the product of the two: two texts without a word in common are shown whole instead.
    const long MostComparisons = 4_000_000;

    public static IReadOnlyList<DiffPiece> Between(string before, string after)
    {
        var (a, b) = (WordChunker.Instance.Chunk(before), WordChunker.Instance.Chunk(after));
        var (start, most) = (0, Math.Min(a.Count, b.Count));
        while (start < most && a[start] == b[start]) start++;
        var end = 0;
        while (end < most - start && a[^(end + 1)] == b[^(end + 1)]) end++;

        var pieces = new List<DiffPiece>();
        Add(pieces, DiffKind.Same, a.Take(start));
        var (old, now) = (a.Skip(start).Take(a.Count - start - end).ToList(), b.Skip(start).Take(b.Count - start - end).ToList());
        if ((long)old.Count * now.Count > MostComparisons)
        {
            Add(pieces, DiffKind.Removed, old);
            Add(pieces, DiffKind.Added, now);
        }
        else Compare(pieces, string.Concat(old), string.Concat(now));
        Add(pieces, DiffKind.Same, a.Skip(a.Count - end));
        return pieces;
    }

    static void Compare(List<DiffPiece> pieces, string before, string after)
    {
        var diff = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, WordChunker.Instance);
        var at = 0;
        foreach (var block in diff.DiffBlocks)
        {
            Add(pieces, DiffKind.Same, diff.PiecesOld.Skip(at).Take(block.DeleteStartA - at));
            Add(pieces, DiffKind.Removed, diff.PiecesOld.Skip(block.DeleteStartA).Take(block.DeleteCountA));
            Add(pieces, DiffKind.Added, diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB));
            at = block.DeleteStartA + block.DeleteCountA;
        }
        Add(pieces, DiffKind.Same, diff.PiecesOld.Skip(at));
    }

    static void Add(List<DiffPiece> pieces, DiffKind kind, IEnumerable<string> words)
    {
        var text = string.Concat(words);
        if (text.Length == 0) return;
        if (pieces is [.., var last] && last.Kind == kind) pieces[^1] = last with { Text = last.Text + text };
        else pieces.Add(new(kind, text));
    }
}
