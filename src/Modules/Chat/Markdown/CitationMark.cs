using System.Globalization;

namespace ChatMonolith.Modules.Chat.Markdown;

/// <summary>The forms in which models write sources: [[1]], [1], [1, 3-5], 【1】 and 【1†title】.</summary>
internal static class CitationMark
{
    public const char FullWidthOpen = '【';

    public const char FullWidthClose = '】';
    private const int MaxLength = 60;
    private const int MaxNumbers = 20;
    private const int MaxDigits = 3;

    /// <summary>The length of the marker that the text begins with, 0 where it begins with none.</summary>
    public static int Read(ReadOnlySpan<char> text, List<int> numbers)
    {
        var near = text[..Math.Min(text.Length, MaxLength)];
        if (near.StartsWith([FullWidthOpen]))
        {
            var end = near.IndexOf(FullWidthClose);
            return end > 0 && Numbers(WithoutTitle(near[1..end]), numbers) ? end + 1 : 0;
        }

        var brackets = near.StartsWith("[[") ? 2 : 1;
        var close = near.IndexOf(']');
        var length = close + brackets;
        // [1](address) and [[1]](address) are links: models cite like that too.
        return close > brackets && length <= near.Length && near[length - 1] == ']' && !text[length..].StartsWith("(")
            && Numbers(near[brackets..close], numbers) ? length : 0;
    }

    public static bool IsDouble(ReadOnlySpan<char> mark) => mark.StartsWith("[[");

    // A pipe would decide whether a line is a row of a table.
    private static ReadOnlySpan<char> WithoutTitle(ReadOnlySpan<char> inside) =>
        inside.IndexOf('†') is > 0 and var dagger && !inside[dagger..].ContainsAny('|', '\n', FullWidthOpen) ? inside[..dagger] : inside;

    private static bool Numbers(ReadOnlySpan<char> list, List<int> numbers)
    {
        foreach (var part in list.Split(','))
        {
            var item = list[part].Trim(' ');
            var dash = item.IndexOfAny('-', '–');
            var (first, last) = (Number(dash < 0 ? item : item[..dash]), Number(dash < 0 ? item : item[(dash + 1)..]));
            if (first == 0 || last < first || last - first + numbers.Count >= MaxNumbers)
            {
                return false;
            }

            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return true;
    }

    private static int Number(ReadOnlySpan<char> digits) =>
        digits.Length is > 0 and <= MaxDigits && digits[0] != '0' && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
