using System.Text;

namespace ChatMonolith.Modules.Chat;

/// <summary>What every text passes before it is stored.</summary>
static class ChatText
{
    /// <summary>Without the two things PostgreSQL cannot keep, NUL and halves of surrogate pairs, and with one kind of line end.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r') { if (i + 1 == text.Length || text[i + 1] != '\n') clean.Append('\n'); }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) clean.Append(c).Append(text[++i]);
            else clean.Append(c == '\0' || char.IsSurrogate(c) ? '\uFFFD' : c);
        }
        return clean.ToString().TrimEnd('\n', ' ').TrimStart('\n');
    }

    /// <summary>At most so many UTF-16 units, the last of them an ellipsis where something was cut; no character is torn apart.</summary>
    public static string Shorten(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";

    /// <summary>The first words on one line, for titles and lists.</summary>
    public static string Preview(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(20)).TrimStart('#', '>', '-', '*', ' ');
        return Shorten(line, 80);
    }
}
