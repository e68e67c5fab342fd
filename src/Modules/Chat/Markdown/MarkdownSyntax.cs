using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The syntax that a message may use.</summary>
/// <remarks>
/// Never add generic attributes, custom containers, media links or auto identifiers: with them a model can write
/// hx-get and onclick although HTML is disabled.
/// </remarks>
internal static class MarkdownSyntax
{
    private const int MaxDefinitions = 500;

    private static readonly MarkdownPipeline Pipeline = Build().Build();
    private static readonly MarkdownPipeline WithFootnotes = Build().UseFootnotes().Build();
    private static readonly MarkdownPipeline WithPlaces = Build().UsePreciseSourceLocation().Build();

    private static readonly MarkdownPipeline WithNames = Build(names: true).Build();
    private static readonly MarkdownPipeline WithNamesAndFootnotes = Build(names: true).UseFootnotes().Build();

    public static MarkdownDocument Parse(string text, AnswerSources? sources = null) => Parse(text, Pipeline, CitationParser.Context(sources));

    /// <summary>A finished text: its footnotes are known.</summary>
    public static MarkdownDocument ParseWhole(string text, AnswerSources? sources = null) =>
        Parse(text, FootnoteSyntax.IsIn(text) ? WithFootnotes : Pipeline, CitationParser.Context(sources));

    /// <summary>What a person wrote, who may have named somebody.</summary>
    public static MarkdownDocument ParseWhole(string text, KnownNames names) =>
        Parse(text, FootnoteSyntax.IsIn(text) ? WithNamesAndFootnotes : WithNames, MentionParser.Context(names));

    /// <summary>A text whose inlines say where in it they stand, which costs more.</summary>
    public static MarkdownDocument ParseWithPlaces(string text, AnswerSources? sources) => Parse(text, WithPlaces, CitationParser.Context(sources));

    /// <summary>Markdig throws ArgumentException at 128 levels; anything else it throws at odd input must not end an answer either.</summary>
    public static bool IsRefusal(Exception e) => e is not (OutOfMemoryException or OperationCanceledException);

    private static MarkdownDocument Parse(string text, MarkdownPipeline pipeline, MarkdownParserContext? context) =>
        TooManyDefinitions(text) ? throw new ArgumentException("Too many link definitions.", nameof(text)) : MarkdownParser.Parse(text, pipeline, context);

    // Markdig copies a paragraph of definitions once for each of them.
    private static bool TooManyDefinitions(string text)
    {
        var count = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = line.TrimStart();
            count += content.StartsWith("[") && content.Contains("]:", StringComparison.Ordinal) ? 1 : 0;
        }

        return count > MaxDefinitions;
    }

    private static MarkdownPipelineBuilder Build(bool names = false)
    {
        var builder = new MarkdownPipelineBuilder()
            // The header decides the number of columns, so that a later, longer row cannot change rows already shown.
            .UsePipeTables(new PipeTableOptions { UseHeaderForColumnCount = true })
            .UseTaskLists()
            .UseEmphasisExtras()
            .UseAutoLinks()
            .UseMathematics()
            .UseAlertBlocks()
            .DisableHtml();
        builder.InlineParsers.Insert(0, names ? new MentionParser() : new CitationParser());
        builder.BlockParsers.FindExact<ParagraphBlockParser>()!.Closed += InlineLimits.Apply;
        builder.BlockParsers.FindExact<HeadingBlockParser>()!.Closed += InlineLimits.Apply;
        return builder;
    }
}
