using System.Text;
using ChatMonolith.Modules.Chat.Markdown.Highlighting;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown.Elements;

/// <summary>Code in plain text while it is written and where its fence never closes; in colours from the closing fence on.</summary>
internal sealed class CodeElement : HtmlObjectRenderer<CodeBlock>
{
    public const string End = "</code></pre></figure>";
    public const string Path = " > figure:last-child > pre:last-child > code:last-child";

    /// <summary>Everything before the code itself; the open fence of a stream writes it too.</summary>
    public static string Start(string? info)
    {
        var language = CodeLanguage.Clean(info);
        // group, not region: a page of answers would have hundreds of landmarks of the same name.
        return language.Length == 0
            ? "<figure class=\"code\"><pre dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"Code\"><code>"
            : $"<figure class=\"code\"><figcaption>{language}</figcaption><pre dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"Code: {language}\"><code class=\"language-{language}\">";
    }

    /// <summary>The block as it is when its closing fence has come.</summary>
    public static string Closed(string? info, string code)
    {
        var html = new StringBuilder(Start(info));
        if (CodeHighlighter.Html(info, code) is { } coloured)
        {
            html.Append(coloured);
        }
        else
        {
            HtmlText.Escape(code, html);
        }

        return html.Append(End).ToString();
    }

    protected override void Write(HtmlRenderer renderer, CodeBlock code)
    {
        if (code is FencedCodeBlock { ClosingFencedCharCount: > 0 } fenced)
        {
            renderer.Write(Closed(fenced.Info, Text(fenced)));
            return;
        }

        renderer.Write(Start((code as FencedCodeBlock)?.Info));
        // No line end after the last line: the next line of a stream then only adds to what is there.
        renderer.WriteLeafRawLines(code, writeEndOfLines: false, escape: true);
        renderer.Write(End);
    }

    private static string Text(CodeBlock code) =>
        string.Join('\n', code.Lines.Lines.AsSpan(0, code.Lines.Count).ToArray().Select(line => line.Slice.ToString()));
}
