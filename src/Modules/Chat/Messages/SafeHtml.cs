using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>Message text after the Markdown pipeline and its check: the only HTML in this module that is written unencoded.</summary>
sealed class SafeHtml(string html) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(html);
}
