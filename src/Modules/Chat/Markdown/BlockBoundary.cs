using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The last block start before which everything is finished.</summary>
/// <remarks>
/// A block is finished when the next one has begun in a complete line. Pipe tables are the exception: Markdig finds them in the
/// inline pass and splits them from a paragraph, so their border is only sure behind a blank line.
/// </remarks>
internal readonly record struct BlockBoundary(int Block, int Offset)
{
    private const string CodeIndent = "    ";

    public static BlockBoundary? Last(MarkdownDocument document, string text)
    {
        for (var i = document.Count - 1; i >= 0; i--)
        {
            var block = document[i];
            if (block is LinkReferenceDefinitionGroup)
            {
                continue;
            }

            // Span.Start lies behind the indentation.
            var start = block.Span.Start <= 0 ? 0 : text.LastIndexOf('\n', block.Span.Start - 1) + 1;
            if (i == 0 || (StandsAlone(block, text.AsSpan(start)) && IsSure(document[i - 1], block, text.AsSpan(0, start))))
            {
                return new(i, start);
            }
        }

        return null;
    }

    // A list as deep as code is one only because of the list before it.
    private static bool StandsAlone(Block block, ReadOnlySpan<char> text) =>
        block is CodeBlock || !(text.StartsWith(CodeIndent) || text[..text.IndexOfAnyExcept(' ', '\t')].Contains('\t'));

    // Two blocks of one paragraph's lines (text that a table was taken out of) claim the same lines: no border there.
    private static bool IsSure(Block previous, Block block, ReadOnlySpan<char> before) =>
        !(block is ListBlock && previous is ContainerBlock && !EndsInText(previous))
        && (!(block is Table || (previous is Table && block is ParagraphBlock))
            || (previous.Span.End < before.Length && EndsBlank(before)));

    // Behind a list that ends in code Markdig reads "* * *" as lists, alone as a rule.
    private static bool EndsInText(Block block)
    {
        while (block is ContainerBlock { LastChild: { } last })
        {
            block = last;
        }

        return block is ParagraphBlock;
    }

    private static bool EndsBlank(ReadOnlySpan<char> before)
    {
        var lines = before.TrimEnd('\n');
        return before.Length - lines.Length > 1 || lines[(lines.LastIndexOf('\n') + 1)..].IsWhiteSpace();
    }
}
