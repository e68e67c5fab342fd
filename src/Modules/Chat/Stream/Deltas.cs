using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using ChatMonolith.Modules.Chat.Markdown;
using ChatMonolith.Modules.Chat.Messages;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>What a browser is sent for a part of an answer: a named event with plain data, or fragments.</summary>
readonly record struct Delta(string? Name, string Html);

/// <summary>Turns what the renderer says changed into what brings a browser to the same state.</summary>
static class Deltas
{
    /// <summary>Text for an element inside an open end: <c>{tail} {path}\t{text}</c>. Most deltas are that, and with markup their address would outweigh them.</summary>
    public const string Text = "cm-text";

    public static Delta Of(Message reply, MarkdownDelta delta) =>
        delta is { FinishedBlocks.Count: 0, Replaced.Count: 0, Tail: { Kind: TailChangeKind.Append } tail } && !tail.Html.AsSpan().ContainsAny('<', '\r')
            ? new(Text, $"{reply.Ordinal}{tail.Path.Replace(" > ", ">", StringComparison.Ordinal)}\t{WebUtility.HtmlDecode(tail.Html)}")
            : new(null, ToPartials(reply, delta));

    /// <summary>What the model says to itself is plain text; its box comes with the first of it.</summary>
    public static string ToReasoning(Guid messageId, string text, bool first)
    {
        var id = Fragments.PrefixOf(messageId);
        var encoded = HtmlEncoder.Default.Encode(text);
        return first
            ? Fragments.Partial($"#{id}-thinking", "outerHTML", Fragments.Reasoning(id, encoded))
            : Fragments.Partial($"#{id}-reasoning", "beforeend", encoded);
    }

    static string ToPartials(Message reply, MarkdownDelta delta)
    {
        var id = $"#{Fragments.PrefixOf(reply.Id)}";
        var html = new StringBuilder();
        if (delta.FinishedBlocks.Count > 0)
            html.Append(Fragments.Partial($"{id}-blocks", "beforeend", string.Concat(delta.FinishedBlocks)));
        foreach (var (index, block) in delta.Replaced)
            html.Append(Fragments.Partial($"{id}-blocks > :nth-child({index + 1})", block.Length == 0 ? "delete" : "outerHTML", block));

        var target = HtmlEncoder.Default.Encode($"#{Fragments.TailOf(reply.Ordinal)}{delta.Tail.Path}");
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
