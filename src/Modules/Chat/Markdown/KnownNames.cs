using System.Globalization;
using System.Text;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>Names that a text may mention as <c>@name</c>; the longest that fits is meant.</summary>
internal sealed class KnownNames
{
    private readonly string[] longestFirst;

    public KnownNames(IEnumerable<string> names) => longestFirst =
        [.. names.Where(n => n.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(n => n.Length)];

    public bool IsEmpty => longestFirst.Length == 0;

    /// <summary>The length of the mention that the text begins with, its @ included; 0 where it begins with none.</summary>
    /// <param name="before">What stands before it; in an address or a path @ means something else.</param>
    public int Match(ReadOnlySpan<char> text, char before)
    {
        if (!text.StartsWith("@") || !MayStandBefore(before))
        {
            return 0;
        }

        var rest = text[1..];
        foreach (var name in longestFirst)
        {
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && EndsThere(rest[name.Length..]))
            {
                return name.Length + 1;
            }
        }

        return 0;
    }

    private static bool MayStandBefore(char before) => !char.IsLetterOrDigit(before) && before is not ('_' or '@' or '/' or '.' or '-' or '+');

    // "@gpt-4" is neither in "@gpt-40" nor in "@gpt-4.1" or "@gpt-4-mini", and half of an emoji is another one.
    private static bool EndsThere(ReadOnlySpan<char> after)
    {
        if (after.IsEmpty)
        {
            return true;
        }

        if (after[0] is '-' or '.' or '/' or '@' && after.Length > 1 && char.IsLetterOrDigit(after[1]))
        {
            return false;
        }

        _ = Rune.DecodeFromUtf16(after, out var next, out _);
        return after[0] != '_' && Rune.GetUnicodeCategory(next) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber => false,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => false,
            UnicodeCategory.ModifierSymbol => next.IsAscii,
            _ => true,
        };
    }
}
