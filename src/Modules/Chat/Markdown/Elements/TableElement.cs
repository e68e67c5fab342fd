using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

internal sealed class TableElement : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table table)
    {
        var outer = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = true;
        // No row count in the label: it would change with every streamed row.
        renderer.Write("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table dir=\"auto\">");
        var section = "";
        foreach (var row in table.OfType<TableRow>())
        {
            var wanted = row.IsHeader ? "thead" : "tbody";
            if (section != wanted)
            {
                Close(renderer, section);
                renderer.Write('<').Write(wanted).Write('>');
                section = wanted;
            }

            WriteRow(renderer, table, row);
        }

        Close(renderer, section);
        renderer.Write("</table></div>");
        renderer.ImplicitParagraph = outer;
    }

    private static void Close(HtmlRenderer renderer, string section)
    {
        if (section.Length > 0)
        {
            renderer.Write("</").Write(section).Write('>');
        }
    }

    private static void WriteRow(HtmlRenderer renderer, Table table, TableRow row)
    {
        renderer.Write("<tr>");
        for (var i = 0; i < row.Count; i++)
        {
            var alignment = i < table.ColumnDefinitions.Count ? table.ColumnDefinitions[i].Alignment : null;
            renderer.Write(row.IsHeader ? "<th scope=\"col\"" : "<td").Write(alignment switch
            {
                TableColumnAlign.Center => " class=\"center\">",
                TableColumnAlign.Right => " class=\"end\">",
                _ => ">",
            });
            renderer.WriteChildren((TableCell)row[i]);
            renderer.Write(row.IsHeader ? "</th>" : "</td>");
        }

        renderer.Write("</tr>");
    }
}
