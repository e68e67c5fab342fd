using TextMateSharp.Internal.Grammars;
using TextMateSharp.Themes;

namespace ChatMonolith.Modules.Chat.Markdown.Highlighting;

/// <summary>
/// A theme whose colours stand for classes: TextMate then does the matching of scopes, and the style sheet gives each theme its own colours.
/// </summary>
internal sealed class CodeTheme : IRawTheme
{
    public static readonly CodeTheme Instance = new();

    /// <summary>Keyword, string, number, comment, type, function.</summary>
    public const string Classes = "ksnctf";

    private static readonly IRawThemeSetting[] Rules =
    [
        new Rule(null, ' '),
        new Rule("keyword, storage, constant.language, variable.language, entity.name.tag, punctuation.definition.tag, markup.heading", 'k'),
        new Rule("string, markup.inserted, markup.inline.raw", 's'),
        new Rule("constant.numeric, constant.character, constant.other.color, constant.other.placeholder, support.constant, markup.deleted", 'n'),
        new Rule("comment, meta.diff.header, punctuation.definition.comment", 'c'),
        new Rule("entity.name.type, entity.name.class, entity.other.inherited-class, entity.other.attribute-name, entity.name.section, support.type, support.class, meta.diff.range", 't'),
        new Rule("entity.name.function, support.function, variable.function", 'f'),
        // Text again: code inside of strings, and marks that would only be noise in colour.
        new Rule("keyword.operator, meta.template.expression, meta.interpolation, meta.embedded, punctuation.definition.interpolation, punctuation.separator, punctuation.terminator", ' '),
        new Rule("keyword.operator.expression, keyword.operator.new, keyword.operator.logical.python, keyword.operator.word", 'k'),
    ];

    public static char ClassOf(uint metadata, Theme theme)
    {
        var id = (int)((metadata & MetadataConsts.FOREGROUND_MASK) >> MetadataConsts.FOREGROUND_OFFSET);
        return theme.GetColor(id) is ['#', _, _, _, _, .. var index] && int.TryParse(index, out var at) && at is > 0 and <= 6 ? Classes[at - 1] : ' ';
    }

    public string GetName() => "classes";

    public string? GetInclude() => null;

    public ICollection<IRawThemeSetting> GetSettings() => Rules;

    public ICollection<IRawThemeSetting> GetTokenColors() => [];

    public ICollection<KeyValuePair<string, object>> GetGuiColors() => [];

    private sealed class Rule(string? scope, char style) : IRawThemeSetting, IThemeSetting
    {
        public string? GetName() => null;

        public object? GetScope() => scope;

        public IThemeSetting GetSetting() => this;

        public object? GetFontStyle() => null;

        public string? GetBackground() => null;

        public string GetForeground() => $"#0000{Classes.IndexOf(style, StringComparison.Ordinal) + 1:00}";
    }
}
