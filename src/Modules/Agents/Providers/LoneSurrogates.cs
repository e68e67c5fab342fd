using System.Buffers.Text;
using System.Text;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>
/// Carries a lone <c>\uD8xx</c> or <c>\uDCxx</c> escape through a JSON reader that refuses it: the six bytes become a character at the end of
/// the last private plane and two DEL, which is text that nobody writes, and afterwards the surrogate again.
/// </summary>
static class LoneSurrogates
{
    const int Base = 0x10F000;
    const char High = '\uDBFC'; // the high surrogate of every character from 0x10F000 to 0x10F3FF; the next one, 0xDBFD, follows
    const string Filler = "\u007F\u007F";

    /// <summary>Rewrites in place, length for length.</summary>
    public static void Mark(Span<byte> json)
    {
        for (var at = 0; at < json.Length - 5;)
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0) return;
            at += next;
            if (Surrogate(json[at..]) is not { } unit) { at += 2; continue; }
            if (char.IsHighSurrogate(unit) && Surrogate(json[(at + 6)..]) is { } low && char.IsLowSurrogate(low)) { at += 12; continue; }

            new Rune(Base + (unit - 0xD800)).EncodeToUtf8(json[at..]);
            json[at + 4] = json[at + 5] = 0x7F;
            at += 6;
        }
    }

    /// <summary>The text with the lone surrogates that <see cref="Mark"/> carried through.</summary>
    public static string Unmark(string text)
    {
        if (!text.Contains(Filler, StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var marked = i + 3 < text.Length && text[i] is >= High and <= (char)(High + 1) && char.IsLowSurrogate(text[i + 1]) && text[i + 2] == '\u007F' && text[i + 3] == '\u007F';
            result.Append(marked ? (char)(char.ConvertToUtf32(text[i], text[i + 1]) - Base + 0xD800) : text[i]);
            if (marked) i += 3;
        }
        return result.ToString();
    }

    static char? Surrogate(ReadOnlySpan<byte> escape) =>
        escape.Length >= 6 && escape[0] == '\\' && escape[1] == 'u' && Utf8Parser.TryParse(escape[2..6], out ushort unit, out var used, 'x') && used == 4
        && char.IsSurrogate((char)unit) ? (char)unit : null;
}
