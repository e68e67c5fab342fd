using System.Text;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace ChatMonolith.Modules.Chat.Markdown;

internal static class SpokenInlines
{
    public static string Of(ContainerInline? inlines)
    {
        var spoken = new StringBuilder();
        Add(inlines, spoken);
        return spoken.ToString();
    }

    private static void Add(Inline? inline, StringBuilder spoken)
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
                spoken.Append(" source ").Append(citation.Number);
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
                AddChildren(image, spoken);
                break;
            case DelimiterInline delimiter:
                spoken.Append(delimiter.ToLiteral());
                AddChildren(delimiter, spoken);
                break;
            case ContainerInline container:
                AddChildren(container, spoken);
                break;
        }
    }

    private static void AddChildren(ContainerInline parent, StringBuilder spoken)
    {
        foreach (var child in parent)
        {
            Add(child, spoken);
        }
    }

    private static string Address(string? url)
    {
        var host = LinkAddress.Host(url ?? "");
        return host.Length > 0 ? "link to " + host : "link";
    }
}
