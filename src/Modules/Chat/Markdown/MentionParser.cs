using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Finds @name, but only of the names that are given: code, links and addresses are taken by others before.</summary>
internal sealed class MentionParser : InlineParser
{
    public MentionParser() => OpeningCharacters = ['@'];

    public static MarkdownParserContext Context(KnownNames names)
    {
        var context = new MarkdownParserContext();
        context.Properties[typeof(KnownNames)] = names;
        return context;
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (processor.Context?.Properties.GetValueOrDefault(typeof(KnownNames)) is not KnownNames names)
        {
            return false;
        }

        var text = slice.AsSpan();
        var length = names.Match(text, slice.PeekCharExtra(-1));
        if (length == 0)
        {
            return false;
        }

        processor.Inline = new Mention(text[..length].ToString());
        slice.Start += length;
        return true;
    }
}
