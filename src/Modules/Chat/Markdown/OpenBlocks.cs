using System.Diagnostics;
using System.Text;
using ChatMonolith.Modules.Chat.Markdown.Elements;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The part of an answer that further text can still change.</summary>
internal sealed class OpenBlocks(string idPrefix, AnswerSources sources)
{
    private readonly StringBuilder source = new();
    private readonly RenderPace pace = new();
    private OpenFence? fence;
    private string shown = "";
    private int shownLength;
    private int structured;
    private int sourcesSeen;
    private int revealed;
    private (MarkdownDocument Document, int From, string Text)? parsed;

    public string Source => source.ToString();

    public string Html => fence?.Html ?? shown;

    public int Length => fence?.Length ?? source.Length;

    public int HeldBack => fence?.HeldBack ?? source.Length - Math.Max(shownLength, 0);

    /// <summary>What stands at the end instead of the text's own end, because something is open there; null where the text is shown as it is.</summary>
    public string? ClosedLine { get; private set; }

    public TailChange Take(string fresh, List<string> done, bool showAll)
    {
        var (before, fenceBefore) = (shown, fence);
        Add(fresh, done);
        if (fence is null && (showAll || pace.IsDue(source.Length)))
        {
            var started = Stopwatch.GetTimestamp();
            Settle(done);
            Show(showAll);
            pace.Rendered(source.Length, started);
        }

        if (fence is not null)
        {
            var added = fence.TakeAdded();
            return fence == fenceBefore ? TailChange.Append(CodeElement.Path, added) : TailChange.Set(fence.Html);
        }

        if (fenceBefore is not null)
        {
            return TailChange.Set(shown);
        }

        return done.Count == 0 ? TailDiff.Between(before, shown)
            : before.Length + shown.Length == 0 ? TailChange.None
            : TailChange.Set(shown);
    }

    public List<string> Blocks()
    {
        sources.BackToSettled();
        return fence is null ? MarkdownBlocks.Render(Source, idPrefix, sources) : [fence.Html];
    }

    public void Clear()
    {
        source.Clear();
        fence = null;
        shown = "";
        shownLength = structured = revealed = 0;
        ClosedLine = null;
        parsed = null;
    }

    private void Add(string fresh, List<string> done)
    {
        var used = fence?.Feed(fresh) ?? 0;
        CloseFence(done);
        if (fence is null)
        {
            source.Append(fresh, used, fresh.Length - used);
        }
    }

    private void Settle(List<string> done)
    {
        while (fence is null)
        {
            var text = source.ToString();
            var complete = text[..(text.LastIndexOf('\n') + 1)];
            if (complete.Length == structured)
            {
                return;
            }

            structured = complete.Length;
            var document = MarkdownSyntax.Parse(complete, sources);
            parsed = null;
            if (BlockBoundary.Last(document, complete) is not { } boundary)
            {
                return;
            }

            Complete(document, boundary.Block, complete, done);
            Drop(boundary.Offset);
            parsed = (document, boundary.Block, complete);
            // MathBlock is a FencedCodeBlock too.
            if (document[boundary.Block] is FencedCodeBlock code && code.GetType() == typeof(FencedCodeBlock))
            {
                StartFence(code, done);
            }
        }
    }

    private void Complete(MarkdownDocument document, int count, string text, List<string> done)
    {
        if (count == 0)
        {
            return;
        }

        sources.BackToSettled();
        var blocks = new List<string>();
        MarkdownBlocks.Render(document, ..count, text, idPrefix, sources, blocks);
        sources.Settle();
        done.AddRange(blocks);
    }

    private void Show(bool showAll)
    {
        var text = Source;
        var length = fence is null ? text.Length - DisplayHold.Length(text) : 0;
        if (sourcesSeen != sources.Count)
        {
            (shownLength, parsed, sourcesSeen) = (-1, null, sources.Count);
        }

        // What was shown after all is not taken away again.
        var reveal = length < text.Length && (showAll || length < revealed);
        length = reveal ? text.Length : length;
        revealed = showAll ? length : revealed;
        if (length == shownLength)
        {
            return;
        }

        shownLength = length;
        var lineStart = text.LastIndexOf('\n') + 1;
        var line = reveal ? text[lineStart..] : "";
        ClosedLine = DisplayHold.Closed(line) is var closed && closed != line ? closed : null;
        sources.BackToSettled();
        if (length == structured && parsed is { } known)
        {
            // The complete lines were parsed a moment ago, to look for finished blocks.
            var blocks = new List<string>();
            MarkdownBlocks.Render(known.Document, known.From..known.Document.Count, known.Text, idPrefix, sources, blocks);
            shown = string.Concat(blocks);
        }
        else
        {
            shown = string.Concat(MarkdownBlocks.Render(ClosedLine is not null ? text[..lineStart] + ClosedLine : text[..length], idPrefix, sources));
        }
    }

    private void Drop(int length)
    {
        if (length > 0)
        {
            source.Remove(0, length);
            (structured, shownLength, revealed) = (structured - length, -1, Math.Max(0, revealed - length));
        }
    }

    private void StartFence(FencedCodeBlock code, List<string> done)
    {
        var text = Source;
        Clear();
        fence = new OpenFence(code);
        var used = text.IndexOf('\n') + 1;
        used += fence.Feed(text[used..]);
        CloseFence(done);
        source.Append(text, used, text.Length - used);
    }

    private void CloseFence(List<string> done)
    {
        if (fence is { IsClosed: true })
        {
            done.Add(fence.Html);
            Clear();
        }
    }
}
