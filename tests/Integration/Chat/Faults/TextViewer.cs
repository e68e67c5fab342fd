using System.Text;
using System.Text.Json;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A program that keeps text by offsets.</summary>
sealed class TextViewer
{
    readonly Dictionary<Guid, StringBuilder> _texts = [], _thoughts = [];
    public HashSet<Guid> Over { get; } = [];
    public string? LastId { get; private set; }

    public string TextOf(Guid message) => _texts.TryGetValue(message, out var text) ? text.ToString() : "";

    public string ThoughtsOf(Guid message) => _thoughts.TryGetValue(message, out var text) ? text.ToString() : "";

    public void Take(JsonElement happened)
    {
        if (happened.TryGetProperty("eventId", out var id)) LastId = id.GetString();
        switch (happened.GetProperty("type").GetString())
        {
            case "message.created": Put(_texts, happened.GetProperty("message").GetProperty("id").GetGuid(), 0, happened.GetProperty("message").GetProperty("content").GetString()!); break;
            case "message.delta": Add(_texts, happened); break;
            case "message.reasoning": Add(_thoughts, happened); break;
            case "message.completed": Over.Add(happened.GetProperty("messageId").GetGuid()); break;
        }
    }

    static void Add(Dictionary<Guid, StringBuilder> to, JsonElement part) =>
        Put(to, part.GetProperty("messageId").GetGuid(), part.GetProperty("offset").GetInt32(), part.GetProperty("text").GetString()!);

    static void Put(Dictionary<Guid, StringBuilder> to, Guid message, int offset, string piece)
    {
        if (!to.TryGetValue(message, out var text)) to[message] = text = new();
        if (offset > text.Length) throw new InvalidOperationException($"Nothing is known of the text between {text.Length} and {offset}.");
        text.Length = offset;
        text.Append(piece);
    }
}
