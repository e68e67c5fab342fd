using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Finds markers, but only in answers that have sources: everywhere else [1] is text.</summary>
internal sealed class CitationParser : InlineParser
{
    private static readonly MarkdownParserContext WithSources = new();

    public CitationParser() => OpeningCharacters = ['[', CitationMark.FullWidthOpen];

    public static MarkdownParserContext? Context(AnswerSources? sources) => sources is { IsEmpty: false } ? WithSources : null;

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (processor.Context != WithSources)
        {
            return false;
        }

        var text = slice.AsSpan();
        var numbers = new List<int>();
        var length = CitationMark.Read(text, numbers);
        if (length == 0 || IsReference(processor.Document, text, length))
        {
            return false;
        }

        var place = processor.GetSourcePosition(slice.Start, out _, out _);
        processor.Inline = new Citation(numbers, text[..length].ToString()) { Span = new(place, place + length - 1) };
        slice.Start += length;
        return true;
    }

    // [1] and [1][label] are links where the text defines the label.
    private static bool IsReference(MarkdownDocument document, ReadOnlySpan<char> text, int length)
    {
        if (text[0] != '[' || CitationMark.IsDouble(text))
        {
            return false;
        }

        var rest = text[length..];
        var end = rest.StartsWith("[") ? rest.IndexOf(']') : -1;
        return document.ContainsLinkReferenceDefinition(text[1..(length - 1)].ToString())
            || (end > 1 && document.ContainsLinkReferenceDefinition(rest[1..end].ToString()));
    }
}
