using ChatMonolith.Modules.Chat.Markdown.Elements;
using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>A renderer that knows only our own elements: what it has no renderer for leaves only the text of its children.</summary>
internal sealed class BlockRenderer : HtmlRenderer
{
    [ThreadStatic]
    private static BlockRenderer? cached;

    private readonly StringWriter buffer;

    private BlockRenderer(StringWriter buffer)
        : base(buffer)
    {
        this.buffer = buffer;
        ObjectRenderers.Clear();
        ObjectRenderers.AddRange([
            new LiteralInlineRenderer(), new LineBreakInlineRenderer(), new EmphasisElement(), new InlineCodeElement(),
            new LinkElement(), new AutolinkElement(), new CitationElement(), new MentionElement(), new FootnoteMarkElement(), new TaskElement(), new InlineMathElement(),
            new HtmlEntityInlineRenderer(), new DelimiterInlineRenderer(), new ParagraphElement(), new HeadingElement(),
            new ListElement(), new MathElement(), new CodeElement(), new TableElement(), new AlertElement(), new QuoteElement(),
            new RuleElement(), new FootnotesElement()]);
    }

    public string IdPrefix { get; private set; } = "";

    public AnswerSources Sources { get; private set; } = new();

    public bool InsideLink { get; set; }

    public static BlockRenderer Rent(string idPrefix, AnswerSources? sources)
    {
        var renderer = cached ??= new BlockRenderer(new StringWriter());
        renderer.IdPrefix = idPrefix;
        renderer.Sources = sources ?? new();
        return renderer;
    }

    /// <summary>Takes back white space before something that is not shown.</summary>
    public void DropSpace()
    {
        var html = buffer.GetStringBuilder();
        while (html.Length > 0 && html[^1] is ' ' or '\t')
        {
            html.Length--;
        }
    }

    public string Html(Block block)
    {
        try
        {
            Render(block);
            return buffer.ToString();
        }
        catch
        {
            cached = null;
            throw;
        }
        finally
        {
            buffer.GetStringBuilder().Clear();
        }
    }
}
