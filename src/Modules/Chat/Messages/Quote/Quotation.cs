using ChatMonolith.Modules.Chat.Markdown;

namespace ChatMonolith.Modules.Chat.Messages.Quote;

/// <summary>What somebody said, as the beginning of an answer to it. The page's script makes the same of what is on the page.</summary>
static class Quotation
{
    const int Longest = 500;

    /// <summary>As Markdown, with an empty line after it to write on.</summary>
    public static string Of(Message message)
    {
        var text = ChatText.Shorten(SafeMarkdown.ToPlainText(message.Content, CitationView.Sources(message.Citations)).Trim(), Longest);
        var lines = text.Split('\n').Select(l => l.TrimEnd()).Prepend($"**{message.AuthorName.Replace("*", "", StringComparison.Ordinal)}:**");
        return string.Join('\n', lines.Select(l => l.Length == 0 ? ">" : $"> {l}")) + "\n\n";
    }
}
