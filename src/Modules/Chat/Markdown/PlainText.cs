using System.Text;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>An answer as a screen reader should say it: no marks, no addresses, code and tables by their size.</summary>
internal sealed class PlainText(AnswerSources sources)
{
    private readonly StringBuilder spoken = new();

    public static string Of(string text, AnswerSources sources)
    {
        try
        {
            var plain = new PlainText(sources);
            plain.Add(MarkdownSyntax.ParseWhole(text, sources));
            return plain.spoken.ToString().TrimEnd();
        }
        catch (Exception e) when (MarkdownSyntax.IsRefusal(e))
        {
            return text;
        }
    }

    private void Add(Block block)
    {
        switch (block)
        {
            case MathBlock math:
                Line(math.Lines.ToString());
                break;
            case CodeBlock code:
                var language = CodeLanguage.Spoken((code as FencedCodeBlock)?.Info);
                Line($"{(language.Length > 0 ? language + " code" : "code")}, {Count(code.Lines.Count, "line")}");
                break;
            case Table table:
                Line($"table, {Count(table.ColumnDefinitions.Count, "column")}, {Count(table.OfType<TableRow>().Count(r => !r.IsHeader), "row")}");
                break;
            case LeafBlock { ProcessInlines: false } raw:
                Line(raw.Lines.ToString());
                break;
            case LeafBlock leaf:
                Line(SpokenInlines.Of(leaf.Inline, sources));
                break;
            case Footnote note:
                spoken.Append("Footnote ").Append(note.Order).Append(": ");
                AddAll(note);
                break;
            case ContainerBlock container:
                AddAll(container);
                break;
        }
    }

    private void AddAll(ContainerBlock container)
    {
        foreach (var child in container)
        {
            Add(child);
        }
    }

    private void Line(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            spoken.Append(text.Trim()).Append('\n');
        }
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
