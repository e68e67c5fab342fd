using System.Buffers;

namespace ChatMonolith.Modules.Chat.Markdown;

internal static class CodeLanguage
{
    private const int MaxLength = 24;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#.-_");

    /// <summary>The language of a fence's info string, or nothing where it is not a plain word.</summary>
    public static string Clean(string? info) =>
        info is { Length: > 0 and <= MaxLength } && !info.AsSpan().ContainsAnyExcept(Allowed) ? info : "";

    /// <summary>The name as a person says it.</summary>
    public static string Spoken(string? info) => Clean(info).ToLowerInvariant() switch
    {
        "cs" or "csharp" or "c#" => "C#",
        "fs" or "fsharp" or "f#" => "F#",
        "js" or "javascript" => "JavaScript",
        "ts" or "typescript" => "TypeScript",
        "py" or "python" => "Python",
        "rb" or "ruby" => "Ruby",
        "rs" or "rust" => "Rust",
        "go" or "golang" => "Go",
        "java" => "Java",
        "cpp" or "c++" => "C++",
        "sh" or "bash" or "shell" or "zsh" => "Shell",
        "ps1" or "powershell" => "PowerShell",
        "md" or "markdown" => "Markdown",
        "yml" or "yaml" => "YAML",
        "html" or "css" or "sql" or "json" or "xml" or "c" or "r" or "toml" => Clean(info).ToUpperInvariant(),
        _ => Clean(info),
    };
}
