using System.Text;
using System.Text.Json.Nodes;
using ChatMonolith.Modules.Kernel.Live;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>
/// Keeps what programs get under 64 KB: a long piece of text comes as several with their offsets, and a long message without its HTML, its
/// content, its thoughts or what its sources say, as far as needed; the program can ask for these.
/// </summary>
static class LargeJson
{
    const int MaxBytes = 64 * 1024;

    // One character, or half of one, takes up to six bytes when it is escaped.
    const int MaxText = 10_000;

    /// <summary>The events to send instead; only the last one may be come back with.</summary>
    public static IEnumerable<(string Json, bool IsLast)> Of(string? json)
    {
        if (json is null) return [];
        if (json.Length * 3 <= MaxBytes || Encoding.UTF8.GetByteCount(json) <= MaxBytes) return [(json, true)];
        var large = JsonNode.Parse(json)!.AsObject();
        return large["text"] is null ? [(WithoutLongParts(large), true)] : Pieces(large);
    }

    static IEnumerable<(string, bool)> Pieces(JsonObject delta)
    {
        var (text, offset) = (delta["text"]!.GetValue<string>(), delta["offset"]!.GetValue<int>());
        var id = delta["eventId"]?.DeepClone();
        delta.Remove("eventId");
        for (var at = 0; at < text.Length;)
        {
            var length = EventParts.PieceAt(text, at, MaxText);
            (delta["offset"], delta["text"]) = (offset + at, text.Substring(at, length));
            at += length;
            if (at == text.Length && id is not null) delta["eventId"] = id;
            yield return (delta.ToJsonString(FeedEvent.Json), at == text.Length);
        }
    }

    static string WithoutLongParts(JsonObject happened)
    {
        var message = happened["message"] as JsonObject;
        var text = "";
        foreach (var part in new[] { "html", "content", "reasoning", "quote", "citations" })
        {
            if (part == "quote") RemoveQuotes(happened["citations"], message?["citations"]);
            message?.Remove(part);
            if (part == "citations") happened.Remove(part);
            text = happened.ToJsonString(FeedEvent.Json);
            if (Encoding.UTF8.GetByteCount(text) <= MaxBytes) break;
        }
        return text;
    }

    static void RemoveQuotes(params IEnumerable<JsonNode?> lists)
    {
        foreach (var source in lists.OfType<JsonArray>().SelectMany(list => list).OfType<JsonObject>()) source.Remove("quote");
    }
}
