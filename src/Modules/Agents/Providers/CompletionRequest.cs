using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>Writes the question as every OpenAI-compatible server reads it.</summary>
static class CompletionRequest
{
    public static BinaryData Write(string model, IEnumerable<ChatMessage> messages, int? mostTokens, Provider provider)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            json.WriteStartArray("messages"u8);
            foreach (var message in messages)
            {
                json.WriteStartObject();
                json.WriteString("role"u8, message.Role.Value);
                json.WriteString("content"u8, message.Text);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteBoolean("stream"u8, true);
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
            // OpenAI's newer models refuse the old name, and many other servers do not know the new one.
            if (mostTokens is { } most) json.WriteNumber(provider.BaseUrl.Host == "api.openai.com" ? "max_completion_tokens" : "max_tokens", most);
            json.WriteEndObject();
        }
        return BinaryData.FromBytes(body.GetBuffer().AsMemory(0, (int)body.Length));
    }
}
