using System.Collections.Frozen;

namespace ChatMonolith.Modules.Chat.Markdown.Highlighting;

/// <summary>A grammar of TextMateSharp.Grammars, and how much code it may be given: so much that a block costs about 0.3 s at most.</summary>
internal sealed record CodeGrammar(string Scope, string File, int MaxLength = 32 * 1024)
{
    private static readonly FrozenDictionary<string, CodeGrammar> ByName = Named(
        // TypeScript's grammar reads JavaScript too, twice as fast as its own, and one is held in memory instead of two.
        ("js mjs cjs javascript node ts mts cts typescript", new("source.ts", "typescriptbasics.syntaxes.TypeScript")),
        ("jsx tsx", new("source.tsx", "typescriptbasics.syntaxes.TypeScriptReact")),
        ("json jsonc json5 geojson", new("source.json.comments", "json.syntaxes.JSONC")),
        ("py python python3 pycon", new("source.python", "python.syntaxes.MagicPython")),
        ("sh bash shell zsh ksh console shell-session", new("source.shell", "shellscript.syntaxes.shell-unix-bash")),
        ("cs csharp c#", new("source.cs", "csharp.syntaxes.csharp")),
        ("fs fsharp f#", new("source.fsharp", "fsharp.syntaxes.fsharp")),
        ("vb vbnet vb.net", new("source.asp.vb.net", "vb.syntaxes.asp-vb-net") { Extension = "tmlanguage" }),
        ("html htm", new("text.html.basic", "html.syntaxes.html")),
        ("xml svg xaml csproj props xsd", new("text.xml", "xml.syntaxes.xml")),
        ("css", new("source.css", "css.syntaxes.css", 16 * 1024)),
        ("scss sass", new("source.css.scss", "scss.syntaxes.scss", 16 * 1024)),
        ("less", new("source.css.less", "less.syntaxes.less", 16 * 1024)),
        ("sql pgsql plpgsql postgres postgresql mysql tsql sqlite", new("source.sql", "sql.syntaxes.sql", 8 * 1024)),
        ("yaml yml", new("source.yaml", "yaml.syntaxes.yaml")),
        ("ini toml conf cfg properties editorconfig", new("source.ini", "ini.syntaxes.ini")),
        ("c h", new("source.c", "cpp.syntaxes.c")),
        ("cpp c++ cc cxx hpp hh", new("source.cpp", "cpp.syntaxes.cpp", 8 * 1024)),
        ("java", new("source.java", "java.syntaxes.java")),
        ("groovy gradle", new("source.groovy", "groovy.syntaxes.groovy")),
        ("go golang", new("source.go", "go.syntaxes.go")),
        ("rs rust", new("source.rust", "rust.syntaxes.rust")),
        ("swift", new("source.swift", "swift.syntaxes.swift", 16 * 1024)),
        ("dart", new("source.dart", "dart.syntaxes.dart")),
        ("php", new("source.php", "php.syntaxes.php")),
        ("rb ruby", new("source.ruby", "ruby.syntaxes.ruby")),
        ("perl pl", new("source.perl", "perl.syntaxes.perl")),
        ("lua", new("source.lua", "lua.syntaxes.lua")),
        ("r", new("source.r", "r.syntaxes.r")),
        ("jl julia", new("source.julia", "julia.syntaxes.julia")),
        ("clj clojure", new("source.clojure", "clojure.syntaxes.clojure")),
        ("ps1 powershell pwsh", new("source.powershell", "powershell.syntaxes.powershell")),
        ("bat cmd batch", new("source.batchfile", "bat.syntaxes.batchfile")),
        ("docker dockerfile", new("source.dockerfile", "docker.syntaxes.docker")),
        ("make makefile", new("source.makefile", "make.syntaxes.make")),
        ("diff patch", new("source.diff", "diff.syntaxes.diff")));

    // A grammar may name many others (Markdown names thirty): only what is common in one text is read with it.
    private static readonly FrozenDictionary<string, CodeGrammar> Embedded = new CodeGrammar[]
    {
        new("source.js", "javascript.syntaxes.JavaScript"), new("source.css", "css.syntaxes.css"), new("source.regexp.python", "python.syntaxes.MagicRegExp"),
    }.ToFrozenDictionary(g => g.Scope);

    public string Extension { get; private init; } = "tmLanguage.json";

    public static CodeGrammar? Of(string? info) => ByName.GetValueOrDefault(CodeLanguage.Clean(info));

    public static CodeGrammar? Inside(string scope) => Embedded.GetValueOrDefault(scope);

    private static FrozenDictionary<string, CodeGrammar> Named(params ReadOnlySpan<(string Names, CodeGrammar Grammar)> all)
    {
        var named = new Dictionary<string, CodeGrammar>();
        foreach (var (names, grammar) in all)
        {
            foreach (var name in names.Split(' '))
            {
                named.Add(name, grammar);
            }
        }

        return named.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
