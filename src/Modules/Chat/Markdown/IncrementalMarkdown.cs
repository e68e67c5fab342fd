using System.Diagnostics;
using System.Text;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>
/// Renders an answer while it is written. Finished top-level blocks are rendered once; only the open block at the end, the tail,
/// is parsed again. Not for use by several threads at once.
/// </summary>
internal sealed class IncrementalMarkdown(string idPrefix, AnswerSources sources)
{
    private readonly StringBuilder text = new();
    private readonly SourceText source = new();
    private readonly RenderBudget budget = new();
    private readonly OpenBlocks open = new(idPrefix, sources);
    private readonly List<string> finished = [];
    private PlainTail? plain;

    public IncrementalMarkdown(string idPrefix)
        : this(idPrefix, new())
    {
    }

    public AnswerSources Sources => sources;

    /// <summary>Everything appended so far.</summary>
    public string Text => text.ToString();

    public string FinishedHtml => string.Concat(finished);

    public string TailHtml => plain?.Content ?? open.Html;

    public int TailLength => plain?.Length ?? open.Length;

    /// <summary>How many characters at the end of the text (with \n line ends) are not shown yet.</summary>
    public int HeldBack => source.HeldBack + (plain is null ? open.HeldBack : 0);

    /// <summary>The last line as it is shown while something is open in it; null where it is shown as it was written.</summary>
    public string? ClosedLine => plain is null ? open.ClosedLine : null;

    /// <summary>Takes the next piece; showAll also shows what is held back because it may change its meaning, with what is open in it closed.</summary>
    public MarkdownDelta Append(string chunk, bool showAll = false)
    {
        text.Append(chunk);
        return Take(source.Next(chunk), showAll);
    }

    /// <summary>Shows what was held back for long enough; it stays shown when the text goes on.</summary>
    public MarkdownDelta ShowHeld() => Take("", showAll: true);

    /// <summary>Renders the whole text once more and says what differs from the blocks already sent, which normally is nothing.</summary>
    public MarkdownDelta Finish()
    {
        var last = Take(source.Rest(), showAll: true);
        var sent = finished.Count - last.FinishedBlocks.Count;
        var full = plain is null ? Whole() : [.. finished, plain.Content];
        var replaced = new List<BlockChange>();
        for (var i = 0; i < sent; i++)
        {
            var html = i < full.Count ? full[i] : "";
            if (finished[i] != html)
            {
                replaced.Add(new(i, html));
            }
        }

        finished.Clear();
        finished.AddRange(full);
        plain = null;
        open.Clear();
        return new(full[Math.Min(sent, full.Count)..], TailChange.Set("")) { Replaced = replaced };
    }

    private MarkdownDelta Take(string fresh, bool showAll)
    {
        if (plain is not null)
        {
            return new([], plain.Append(fresh));
        }

        var done = new List<string>();
        var started = Stopwatch.GetTimestamp();
        var change = TailChange.None;
        var refused = false;
        try
        {
            change = open.Take(fresh, done, showAll);
            budget.Charge(started, open.Length);
        }
        catch (Exception e) when (MarkdownSyntax.IsRefusal(e))
        {
            refused = true;
        }

        finished.AddRange(done);
        if (refused || budget.IsSpent)
        {
            sources.BackToSettled();
            plain = new PlainTail(open.Source);
            change = TailChange.Set(plain.Content);
        }

        return new(done, change);
    }

    private List<string> Whole()
    {
        var again = sources.Restarted();
        try
        {
            var blocks = MarkdownBlocks.RenderWhole(SourceText.Normalise(Text), idPrefix, again);
            sources.Renumber(again);
            return blocks;
        }
        catch (Exception e) when (MarkdownSyntax.IsRefusal(e))
        {
            return [.. finished, .. open.Blocks()];
        }
    }
}
