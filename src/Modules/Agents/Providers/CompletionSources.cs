using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>A source that a provider searched out for the answer.</summary>
/// <param name="number">What the text calls it, counted from 1; null when the text does not say numbers.</param>
sealed class SourceContent(int? number, string title, string url, string quote) : AIContent
{
    public int? Number => number;
    public string Title => title;
    public string Url => url;
    public string Quote => quote;
}

/// <summary>
/// The sources in a chunk, in two dialects: a list beside the choices that the text refers to as [1], repeated with every chunk
/// (<see href="https://docs.perplexity.ai">Perplexity</see>), and annotations of the message (OpenAI's search models, OpenRouter).
/// </summary>
static class CompletionSources
{
    const int Most = 100;

    public static void Read(JsonElement chunk, JsonElement delta, ChatResponseUpdate update)
    {
        var list = chunk.At("search_results"u8) is { ValueKind: JsonValueKind.Array } results && results.GetArrayLength() > 0 ? results : chunk.At("citations"u8);
        if (list.ValueKind == JsonValueKind.Array)
            foreach (var (i, source) in list.EnumerateArray().Take(Most).Index())
                Add(i + 1, source, update);
        if (delta.At("annotations"u8) is { ValueKind: JsonValueKind.Array } annotations)
            foreach (var annotation in annotations.EnumerateArray().Take(Most))
                Add(null, annotation.At("url_citation"u8), update);
    }

    static void Add(int? number, JsonElement source, ChatResponseUpdate update)
    {
        var url = JsonText.Of(source.ValueKind == JsonValueKind.String ? source : source.At("url"u8));
        if (string.IsNullOrWhiteSpace(url)) return;
        var title = JsonText.Of(source.At("title"u8));
        var quote = JsonText.Of(source.At("snippet"u8)) is { Length: > 0 } snippet ? snippet : JsonText.Of(source.At("content"u8));
        update.Contents.Add(new SourceContent(number, title.Length > 0 ? title : Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.Length > 0 ? address.Host : url, url, quote));
    }
}
