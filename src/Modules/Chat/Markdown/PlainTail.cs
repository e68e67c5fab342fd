using System.Text;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The rest of an answer whose Markdown costs too much or is refused: text as it was written.</summary>
internal sealed class PlainTail
{
    private const string Start = "<p class=\"plain\" dir=\"auto\">";
    private const string End = "</p>";
    private readonly StringBuilder escaped = new();

    public PlainTail(string text) => Append(text);

    public string Content => Start + escaped + End;

    public int Length => escaped.Length;

    public static string Html(string text) => new PlainTail(text).Content;

    public TailChange Append(string text)
    {
        var from = escaped.Length;
        HtmlText.Escape(text, escaped);
        return TailChange.Append(" > p:last-child", escaped.ToString(from, escaped.Length - from));
    }
}
