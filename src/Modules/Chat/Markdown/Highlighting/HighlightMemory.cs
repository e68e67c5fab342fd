namespace ChatMonolith.Modules.Chat.Markdown.Highlighting;

internal readonly record struct HighlightKey(string Scope, string Code);

/// <summary>
/// What was highlighted last. The last render of an answer repeats all its code, and a fence in a list is rendered with every chunk until
/// the list is finished.
/// </summary>
internal sealed class HighlightMemory
{
    private const int MaxCharacters = 128 * 1024;

    private Dictionary<HighlightKey, string?> young = [];
    private Dictionary<HighlightKey, string?> old = [];
    private int characters;

    public string? Get(HighlightKey key, Func<HighlightKey, string?> make)
    {
        if (young.TryGetValue(key, out var html))
        {
            return html;
        }

        if (!old.TryGetValue(key, out html))
        {
            html = make(key);
        }

        var size = key.Code.Length + (html?.Length ?? 0);
        if (characters + size > MaxCharacters)
        {
            (old, young, characters) = (young, [], 0);
        }

        characters += size;
        young[key] = html;
        return html;
    }
}
