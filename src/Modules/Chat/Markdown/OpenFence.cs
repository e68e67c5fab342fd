using System.Text;
using ChatMonolith.Modules.Chat.Markdown.Elements;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>A top-level code fence still being written. Its lines are only escaped and added: the fence is never parsed again.</summary>
internal sealed class OpenFence(FencedCodeBlock block)
{
    private readonly string head = CodeElement.Start(block.Info);
    private readonly StringBuilder code = new();
    private readonly StringBuilder escaped = new();
    private readonly StringBuilder line = new();
    private int lineShown;
    private bool lineBegun;
    private bool anyLine;
    private int taken;
    private string? closed;

    public bool IsClosed { get; private set; }

    public string Html => IsClosed ? closed ??= CodeElement.Closed(block.Info, code.ToString()) : $"{head}{escaped}{CodeElement.End}";

    public int Length => escaped.Length;

    public int HeldBack => line.Length - lineShown;

    /// <summary>Takes text up to and including the closing line; returns how much it took.</summary>
    public int Feed(string text)
    {
        var at = 0;
        while (at < text.Length && !IsClosed)
        {
            var end = text.IndexOf('\n', at);
            line.Append(text, at, (end < 0 ? text.Length : end) - at);
            at = end < 0 ? text.Length : end + 1;
            ShowLine(complete: end >= 0);
        }

        return at;
    }

    /// <summary>The HTML added since the last call.</summary>
    public string TakeAdded()
    {
        var added = escaped.ToString(taken, escaped.Length - taken);
        taken = escaped.Length;
        return added;
    }

    private void ShowLine(bool complete)
    {
        // A line without text yet is either blank or the closing fence: only its end tells.
        if (lineShown == 0 && FenceLine.MayClose(line, block, out var closes))
        {
            if (!complete)
            {
                return;
            }

            if (closes)
            {
                IsClosed = true;
                return;
            }
        }

        var from = lineShown;
        if (!lineBegun)
        {
            (from, var spaces) = FenceLine.Indent(line, block.IndentCount);
            Add((anyLine ? "\n" : "") + new string(' ', spaces));
        }

        lineBegun = anyLine = true;
        Add(line.ToString(from, line.Length - from));
        lineShown = line.Length;
        if (complete)
        {
            line.Clear();
            lineShown = 0;
            lineBegun = false;
        }
    }

    private void Add(string text)
    {
        code.Append(text);
        HtmlText.Escape(text, escaped);
    }
}
