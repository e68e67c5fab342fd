using System.Text;
using System.Text.Encodings.Web;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>Turns what the renderer says changed into the fragments that bring a browser to the same state.</summary>
static class Deltas
{
    /// <summary>What the model says to itself is plain text; its box comes with the first of it.</summary>
    public static string ToReasoning(Guid messageId, string text, bool first)
    {
        var id = Fragments.PrefixOf(messageId);
        var encoded = HtmlEncoder.Default.Encode(text);
        return first
            ? Fragments.Partial($"#{id}-thinking", "outerHTML", Fragments.Reasoning(id, encoded))
            : Fragments.Partial($"#{id}-reasoning", "beforeend", encoded);
    }

    public static string ToPartials(Guid messageId, MarkdownDelta delta)
    {
        var id = $"#{Fragments.PrefixOf(messageId)}";
        var html = new StringBuilder();
        if (delta.FinishedBlocks.Count > 0)
            html.Append(Fragments.Partial($"{id}-blocks", "beforeend", string.Concat(delta.FinishedBlocks)));
        foreach (var (index, block) in delta.Replaced)
            html.Append(Fragments.Partial($"{id}-blocks > :nth-child({index + 1})", block.Length == 0 ? "delete" : "outerHTML", block));

        var target = HtmlEncoder.Default.Encode($"{id}-tail{delta.Tail.Path}");
        html.Append(delta.Tail.Kind switch
        {
            TailChangeKind.Set => Fragments.Partial(target, "innerHTML", delta.Tail.Html),
            TailChangeKind.Replace => Fragments.Partial(target, "outerHTML", delta.Tail.Html),
            TailChangeKind.Append => Fragments.Partial(target, "beforeend", delta.Tail.Html),
            _ => "",
        });
        return html.ToString();
    }
}
