namespace ChatMonolith.Modules.Chat.Markdown.Highlighting;

/// <summary>Colours for finished code: spans of the classes in <see cref="CodeTheme.Classes"/> around escaped text.</summary>
/// <remarks>
/// Bounded by counting (<see cref="CodeGrammar.MaxLength"/>, <see cref="CodeLines"/>), so that the stream, the history and every node come
/// to the same HTML. The clock is only the last guard, against patterns that backtrack without end: no regular expression of
/// Oniguruma can be stopped, so it is left alone on its thread, and until it ends nothing else is highlighted.
/// </remarks>
internal static class CodeHighlighter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Lock Gate = new();
    private static readonly HighlightMemory Memory = new();
    private static CodeTokenizer tokenizer = new();
    private static Task runaway = Task.CompletedTask;
    private static bool missing;

    /// <summary>The code's HTML, or null if it is to be shown without colours.</summary>
    public static string? Html(string? info, string code)
    {
        if (CodeGrammar.Of(info) is not { } language || code.Length > language.MaxLength || !CodeLines.AreFew(code))
        {
            return null;
        }

        lock (Gate)
        {
            return Memory.Get(new(language.Scope, code), _ => Highlight(language, code));
        }
    }

    private static string? Highlight(CodeGrammar language, string code)
    {
        if (missing || !runaway.IsCompleted)
        {
            return null;
        }

        try
        {
            var used = tokenizer;
            var work = Task.Factory.StartNew(() => used.Html(language, code, Patience), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (work.Wait(Patience * 2))
            {
                return work.Result;
            }

            (runaway, tokenizer) = (work, new CodeTokenizer());
            return null;
        }
        catch (AggregateException e) when (MarkdownSyntax.IsRefusal(e.InnerException!))
        {
            // Without Oniguruma for this platform there is nothing to try again.
            missing = e.InnerException is DllNotFoundException or TypeInitializationException or BadImageFormatException;
            return null;
        }
    }
}
