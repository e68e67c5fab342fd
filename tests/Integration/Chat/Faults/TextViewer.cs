using System.Text;
using System.Text.Json;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A program that keeps text by offsets.</summary>
sealed class TextViewer
{
    readonly Dictionary<Guid, StringBuilder> _texts = [];
    public HashSet<Guid> Over { get; } = [];
    public string? LastId { get; private set; }

    public string TextOf(Guid message) => _texts.TryGetValue(message, out var text) ? text.ToString() : "";

    public void Take(JsonElement happened)
    {
        if (happened.TryGetProperty("eventId", out var id)) LastId = id.GetString();
        switch (happened.GetProperty("type").GetString())
        {
            case "message.created": Put(happened.GetProperty("message").GetProperty("id").GetGuid(), 0, happened.GetProperty("message").GetProperty("content").GetString()!); break;
            case "message.delta": Put(happened.GetProperty("messageId").GetGuid(), happened.GetProperty("offset").GetInt32(), happened.GetProperty("text").GetString()!); break;
            case "message.completed": Over.Add(happened.GetProperty("messageId").GetGuid()); break;
        }
    }

    void Put(Guid message, int offset, string piece)
    {
        if (!_texts.TryGetValue(message, out var text)) _texts[message] = text = new();
        if (offset > text.Length) throw new InvalidOperationException($"Nothing is known of the text between {text.Length} and {offset}.");
        text.Length = offset;
        text.Append(piece);
    }
}
