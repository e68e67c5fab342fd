using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>The provider reported an error inside a reply that began well.</summary>
sealed class StreamedErrorException(string json) : Exception("an error inside the reply")
{
    public string Json => json;
}

/// <summary>Reads one chunk of an answer, or a whole one, in the dialects that providers speak.</summary>
static class CompletionChunk
{
    const int LongestError = 4096;

    /// <summary>What is new, or null when nothing is: a chunk that only names a role keeps nobody waiting longer.</summary>
    public static ChatResponseUpdate? Read(JsonElement chunk, string eventType = "")
    {
        var choice = First(chunk.At("choices"u8));
        if (ErrorOf(chunk) || ErrorOf(choice) || eventType == "error") throw new StreamedErrorException(Cut(chunk.GetRawText()));

        var update = new ChatResponseUpdate();
        // A server that was asked to stream and does not sends the message instead of what is new in it.
        var delta = choice.At("delta"u8) is { ValueKind: JsonValueKind.Object } given ? given : choice.At("message"u8);
        CompletionSources.Read(chunk, delta, update);
        AddReasoning(JsonText.Of(delta.At("reasoning_content"u8)) is { Length: > 0 } usual ? usual : JsonText.Of(delta.At("reasoning"u8)), update);
        AddContent(delta.At("content"u8), update);
        AddText(JsonText.Of(delta.At("refusal"u8)), update);
        if (delta.At("tool_calls"u8) is { ValueKind: JsonValueKind.Array } calls && calls.GetArrayLength() > 0) update.Contents.Add(new FunctionCallContent("", ""));
        if (FinishReasons.Read(JsonText.Of(choice.At("finish_reason"u8))) is { } reason) update.FinishReason = reason;
        if ((CompletionUsage.Read(chunk.At("usage"u8)) ?? CompletionUsage.Read(choice.At("usage"u8))) is { } usage) update.Contents.Add(new UsageContent(usage));
        return update.Contents.Count > 0 || update.FinishReason is not null ? update : null;
    }

    static void AddContent(JsonElement content, ChatResponseUpdate update)
    {
        if (content.ValueKind != JsonValueKind.Array) { AddText(JsonText.Of(content), update); return; }
        foreach (var part in content.EnumerateArray())
        {
            if (part.At("thinking"u8) is { ValueKind: not JsonValueKind.Undefined } thinking) AddReasoning(TextOf(thinking), update);
            else AddText(TextOf(part), update);
        }
    }

    static string TextOf(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.Array => string.Concat(part.EnumerateArray().Select(TextOf)),
        JsonValueKind.Object => JsonText.Of(part.At("text"u8)),
        _ => JsonText.Of(part),
    };

    static void AddText(string text, ChatResponseUpdate update)
    {
        if (text.Length > 0) update.Contents.Add(new TextContent(text));
    }

    static void AddReasoning(string text, ChatResponseUpdate update)
    {
        if (text.Length > 0) update.Contents.Add(new TextReasoningContent(text));
    }

    /// <summary>One answer was asked for: what belongs to a second one would be mixed into it.</summary>
    static JsonElement First(JsonElement choices) => choices.ValueKind != JsonValueKind.Array ? default
        : choices.EnumerateArray().FirstOrDefault(c => c.At("index"u8) is not { ValueKind: JsonValueKind.Number } index || !index.TryGetInt32(out var number) || number == 0);

    static bool ErrorOf(JsonElement element) => JsonText.Of(element.At("object"u8)) == "error" || element.At("error"u8) switch
    {
        { ValueKind: JsonValueKind.Object } error => error.EnumerateObject().Any(),
        var error => JsonText.Of(error).Length > 0,
    };

    static string Cut(string json) => json.Length <= LongestError ? json : json[..LongestError];
}
