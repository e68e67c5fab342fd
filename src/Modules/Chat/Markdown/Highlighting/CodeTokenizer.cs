using System.Diagnostics;
using System.Text;
using TextMateSharp.Grammars;
using TextMateSharp.Registry;
using TextMateSharp.Themes;

namespace ChatMonolith.Modules.Chat.Markdown.Highlighting;

/// <summary>Runs TextMate's grammars. Grammars are loaded when first needed; not for several threads at once.</summary>
internal sealed class CodeTokenizer
{
    // A grammar takes 1 to 25 MB once it is used.
    private const int MaxGrammars = 8;
    private const int MaxDepth = 100;

    private readonly Dictionary<string, IGrammar> loaded = [];
    private GrammarFiles files = new();
    private Registry? registry;
    private Theme? theme;

    /// <summary>The code as HTML, or null if it is too deep or takes too long.</summary>
    public string? Html(CodeGrammar language, string code, TimeSpan patience)
    {
        var grammar = Grammar(language);
        var html = new StringBuilder(code.Length * 2);
        var started = Stopwatch.GetTimestamp();
        IStateStack? state = null;
        foreach (var range in code.AsSpan().Split('\n'))
        {
            var line = code[range];
            html.Append(range.Start.Value > 0 ? "\n" : "");
            if (!CodeLines.IsCheap(line))
            {
                HtmlText.Escape(line, html);
                continue;
            }

            var tokens = grammar.TokenizeLine2(line, state, patience);
            state = tokens.RuleStack;
            if (state.Depth > MaxDepth || Stopwatch.GetElapsedTime(started) > patience)
            {
                return null;
            }

            Write(line, tokens.Tokens, html);
        }

        return html.ToString();
    }

    private void Write(string line, int[] tokens, StringBuilder html)
    {
        var open = ' ';
        for (var i = 0; i < tokens.Length; i += 2)
        {
            var start = Math.Min(tokens[i], line.Length);
            var end = i + 2 < tokens.Length ? Math.Min(tokens[i + 2], line.Length) : line.Length;
            var text = line.AsSpan(start, Math.Max(0, end - start));
            // Blanks have no colour; staying in the span before them saves bytes.
            var style = text.IsWhiteSpace() ? open : CodeTheme.ClassOf((uint)tokens[i + 1], theme!);
            if (style != open)
            {
                html.Append(open == ' ' ? "" : "</span>").Append(style == ' ' ? "" : $"<span class=\"{style}\">");
                open = style;
            }

            HtmlText.Escape(text, html);
        }

        html.Append(open == ' ' ? "" : "</span>");
    }

    private IGrammar Grammar(CodeGrammar language)
    {
        if (loaded.TryGetValue(language.Scope, out var known))
        {
            return known;
        }

        if (registry is null || loaded.Count == MaxGrammars)
        {
            loaded.Clear();
            registry = new Registry(files = new GrammarFiles());
            theme = registry.GetTheme();
        }

        files.Wanted = language;
        return loaded[language.Scope] = registry.LoadGrammar(language.Scope);
    }
}
