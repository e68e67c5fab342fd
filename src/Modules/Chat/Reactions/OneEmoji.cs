using System.Text;

namespace ChatMonolith.Modules.Chat.Reactions;

/// <summary>Reads a text that must be one emoji, by the grammar of Unicode's UTS 51.</summary>
static class OneEmoji
{
    const int Longest = 40;
    const int MostJoined = 4;
    const int Joiner = 0x200D, Picture = 0xFE0F, Keycap = 0x20E3, BlackFlag = 0x1F3F4, EndOfTags = 0xE007F;
    static readonly string[] Regions = ["gbeng", "gbsct", "gbwls"];

    /// <summary>Null when it is anything else. Two ways to write the same emoji come out the same, so that they count together.</summary>
    public static string? Read(string? text)
    {
        var given = text?.Trim() ?? "";
        if (given.Length is 0 or > Longest) return null;
        // Without what only says "show me as a picture"; it is put back where it belongs.
        Rune[] runes = [.. given.EnumerateRunes().Where(r => r.Value != Picture)];
        return runes switch
        {
            [var key, { Value: Keycap }] when Rune.IsDigit(key) && key.IsAscii || key.Value is '#' or '*' => $"{key}\uFE0F\u20E3",
            [var first, var second] when IsLetterOfFlag(first) && IsLetterOfFlag(second) => $"{first}{second}",
            [{ Value: BlackFlag }, .. var tags, { Value: EndOfTags }] => Regions.Contains(Untagged(tags)) ? string.Concat(runes) : null,
            _ => Joined(runes),
        };
    }

    static string? Joined(ReadOnlySpan<Rune> runes)
    {
        var written = new StringBuilder();
        for (var count = 1; ; count++)
        {
            if (runes.IsEmpty || count > MostJoined || IsLetterOfFlag(runes[0]) || !(EmojiTable.IsPicture(runes[0]) || EmojiTable.IsSign(runes[0]))) return null;
            var skin = runes.Length > 1 && IsSkin(runes[1]) && EmojiTable.HasSkin(runes[0]);
            written.Append(runes[0]);
            if (skin) written.Append(runes[1]);
            else if (EmojiTable.IsSign(runes[0])) written.Append('\uFE0F');
            runes = runes[(skin ? 2 : 1)..];
            if (runes.IsEmpty) return written.ToString();
            if (runes[0].Value != Joiner) return null;
            written.Append(runes[0]);
            runes = runes[1..];
        }
    }

    static string Untagged(Rune[] tags) => string.Concat(tags.Select(t => t.Value is > 0xE0020 and < 0xE007F ? (char)(t.Value - 0xE0000) : '?'));

    static bool IsLetterOfFlag(Rune rune) => rune.Value is >= 0x1F1E6 and <= 0x1F1FF;

    static bool IsSkin(Rune rune) => rune.Value is >= 0x1F3FB and <= 0x1F3FF;
}
