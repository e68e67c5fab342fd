using System.Text.Json;

namespace ChatMonolith.Tests.Integration.OpenAi;

/// <summary>A request for an answer, as the provider got it.</summary>
public sealed record ReceivedRequest(JsonElement Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Model => Body.TryGetProperty("model", out var model) ? model.GetString() ?? "" : "";
    public bool IsStream => Body.TryGetProperty("stream", out var stream) && stream.GetBoolean();
    public bool WantsUsage => Body.TryGetProperty("stream_options", out var options) && options.TryGetProperty("include_usage", out var usage) && usage.GetBoolean();

    /// <summary>Role and text of each message, in order.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages =>
        [.. Body.GetProperty("messages").EnumerateArray().Select(m => (m.GetProperty("role").GetString()!, TextOf(m.GetProperty("content"))))];

    public string LastUserMessage => Messages.LastOrDefault(m => m.Role == "user").Text ?? "";

    static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.Array
        ? string.Concat(content.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : ""))
        : content.GetString() ?? "";
}
