using System.Net.ServerSentEvents;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>
/// Keeps events under 64 KB. A larger one travels as <c>cm-part</c> events and a last one under its own name and id, and the page joins them:
/// so it takes all of it or nothing, and a connection lost in between repeats it as a whole.
/// </summary>
static class EventParts
{
    public const string Part = "cm-part";

    // Three bytes are the most that one character, or half of one, becomes in UTF-8.
    const int MaxLength = 21_000;

    public static IEnumerable<SseItem<string>> Of(SseItem<string> item)
    {
        var (text, at) = (item.Data, 0);
        while (text.Length - at > MaxLength)
        {
            var length = PieceAt(text, at, MaxLength);
            yield return new(text.Substring(at, length), Part);
            at += length;
        }
        yield return at == 0 ? item : new(text[at..], item.EventType) { EventId = item.EventId, ReconnectionInterval = item.ReconnectionInterval };
    }

    // Neither a character of two units nor the two characters of a line's end are torn apart.
    public static int PieceAt(string text, int at, int most)
    {
        if (text.Length - at <= most) return text.Length - at;
        var tears = char.IsHighSurrogate(text[at + most - 1]) || (text[at + most - 1] == '\r' && text[at + most] == '\n');
        return tears ? most - 1 : most;
    }
}
