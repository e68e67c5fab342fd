using System.Buffers;
using System.Text;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>
/// Makes a provider's pieces of text storable and sendable: NUL (which PostgreSQL refuses) and halves of characters become U+FFFD. The first
/// half of a character that is split over two pieces waits for the second.
/// </summary>
sealed class TextRepair
{
    const char Replacement = '\uFFFD';
    static readonly SearchValues<char> Suspicious = SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(c => (char)c), '\0']);
    char? _held;

    public string Add(string piece)
    {
        if (_held is null && !piece.AsSpan().ContainsAny(Suspicious)) return piece;
        var result = new StringBuilder(piece.Length + 1);
        foreach (var unit in piece)
        {
            if (_held is { } high)
            {
                _held = null;
                if (char.IsLowSurrogate(unit)) { result.Append(high).Append(unit); continue; }
                result.Append(Replacement);
            }
            if (char.IsHighSurrogate(unit)) _held = unit;
            else result.Append(unit == '\0' || char.IsLowSurrogate(unit) ? Replacement : unit);
        }
        return result.ToString();
    }

    /// <summary>What still waited when the answer ended.</summary>
    public string Flush()
    {
        var rest = _held is null ? "" : Replacement.ToString();
        _held = null;
        return rest;
    }
}
