using System.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown;

internal sealed class SpokenInlines(AnswerSources sources)
{
    private readonly StringBuilder spoken = new();

    public static string Of(ContainerInline? inlines, AnswerSources sources)
    {
        var all = new SpokenInlines(sources);
        all.Add(inlines);
        return all.spoken.ToString();
    }

    private void Add(Inline? inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                spoken.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                spoken.Append(code.Content);
                break;
            case MathInline math:
                spoken.Append(math.Content.AsSpan());
                break;
            case HtmlEntityInline entity:
                spoken.Append(entity.Transcoded.AsSpan());
                break;
            case LineBreakInline:
                spoken.Append(' ');
                break;
            case Citation citation:
                Add(citation);
                break;
            case FootnoteLink { IsBackLink: false } mark:
                spoken.Append(", footnote ").Append(mark.Footnote.Order);
                break;
            case TaskList task:
                spoken.Append(task.Checked ? "done:" : "to do:");
                break;
            case AutolinkInline { IsEmail: true } mail:
                spoken.Append(mail.Url);
                break;
            case AutolinkInline link:
                spoken.Append(Address(link.Url));
                break;
            case LinkInline { IsAutoLink: true } link:
                spoken.Append(Address(link.Url));
                break;
            case LinkInline { IsImage: true } image:
                spoken.Append("image: ");
                AddChildren(image);
                break;
            case DelimiterInline delimiter:
                spoken.Append(delimiter.ToLiteral());
                AddChildren(delimiter);
                break;
            case ContainerInline container:
                AddChildren(container);
                break;
        }
    }

    private void Add(Citation citation)
    {
        if (citation.IsInLink)
        {
            spoken.Append(citation.Source);
            return;
        }

        foreach (var number in citation.Numbers)
        {
            if (sources.Use(number) is { } use)
            {
                spoken.Append(spoken.Length > 0 && spoken[^1] != ' ' ? " " : "").Append("source ").Append(use.Number);
            }
        }
    }

    private void AddChildren(ContainerInline parent)
    {
        foreach (var child in parent)
        {
            Add(child);
        }
    }

    private static string Address(string? url)
    {
        var host = LinkAddress.Host(url ?? "");
        return host.Length > 0 ? "link to " + host : "link";
    }
}
