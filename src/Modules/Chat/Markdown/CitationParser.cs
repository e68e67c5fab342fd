using Markdig.Helpers;
using Markdig.Parsers;

namespace ChatMonolith.Modules.Chat.Markdown;

internal sealed class CitationParser : InlineParser
{
    public CitationParser() => OpeningCharacters = ['['];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (slice.PeekChar(1) != '[' || slice.PeekChar(2) is not (>= '1' and <= '9'))
        {
            return false;
        }

        var number = slice.PeekChar(2) - '0';
        var at = 3;
        if (char.IsAsciiDigit(slice.PeekChar(at)))
        {
            number = (number * 10) + slice.PeekChar(at++) - '0';
        }

        // [[1]](address) is a link whose text is [1]: models cite like that too.
        if (slice.PeekChar(at) != ']' || slice.PeekChar(at + 1) != ']' || slice.PeekChar(at + 2) == '(')
        {
            return false;
        }

        processor.Inline = new Citation(number);
        slice.Start += at + 2;
        return true;
    }
}
