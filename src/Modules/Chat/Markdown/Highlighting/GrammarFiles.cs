using TextMateSharp.Internal.Grammars.Reader;
using TextMateSharp.Internal.Types;
using TextMateSharp.Registry;
using TextMateSharp.Themes;

namespace ChatMonolith.Modules.Chat.Markdown.Highlighting;

/// <summary>Reads a grammar when it is asked for, out of the package's resources.</summary>
internal sealed class GrammarFiles : IRegistryOptions
{
    /// <summary>The grammar being loaded; of the others it names only the embedded ones are read.</summary>
    public CodeGrammar? Wanted { get; set; }

    public IRawGrammar? GetGrammar(string scopeName)
    {
        var grammar = scopeName == Wanted?.Scope ? Wanted : CodeGrammar.Inside(scopeName);
        if (grammar is null)
        {
            return null;
        }

        var resources = typeof(TextMateSharp.Grammars.RegistryOptions).Assembly;
        using var file = resources.GetManifestResourceStream($"TextMateSharp.Grammars.Resources.Grammars.{grammar.File}.{grammar.Extension}")!;
        using var reader = new StreamReader(file);
        return GrammarReader.ReadGrammarSync(reader);
    }

    public ICollection<string>? GetInjections(string scopeName) => null;

    public IRawTheme? GetTheme(string scopeName) => null;

    public IRawTheme GetDefaultTheme() => CodeTheme.Instance;
}
