using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using ChatClient = OpenAI.Chat.ChatClient;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>The provider answered with something else than an answer, such as the page of a proxy.</summary>
sealed class NotAnAnswerException(string what) : Exception(what);

/// <summary>
/// A model behind the OpenAI library's connection, with a reader of our own: the library's throws at much that compatible servers send, and
/// does not tell reasoning, the end mark or an error inside the stream.
/// </summary>
sealed class CompletionClient(ChatClient chat, string model, Provider provider) : IChatClient
{
    const int LongestBody = 8 << 20;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var content = BinaryContent.Create(CompletionRequest.Write(model, messages, options?.MaxOutputTokens, provider));
        var result = await chat.CompleteChatAsync(content, new RequestOptions { BufferResponse = false, CancellationToken = cancellationToken });
        using var response = result.GetRawResponse();
        // Nothing new, but from here on the provider may charge.
        yield return new ChatResponseUpdate();

        await using var reply = new ReplyStream(response.ContentStream ?? Stream.Null, cancellationToken);
        bool spoke = false, ended = false;
        await foreach (var (update, isLast) in ReadAsync(reply, response.Headers, cancellationToken))
        {
            if (update is not null)
            {
                spoke |= update.Contents.Any(c => c is TextContent);
                ended |= update.FinishReason is not null;
                yield return update;
            }
            if (!isLast) continue;
            // Without a reason, only a provider that sent its end mark did say that the answer is whole; a stream that merely ends did not.
            if (spoke && !ended) yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
            yield break;
        }
    }

    static async IAsyncEnumerable<Event> ReadAsync(ReplyStream reply, PipelineResponseHeaders headers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await reply.PeekAsync(cancellationToken);
        var isHtml = headers.TryGetValue("Content-Type", out var type) && type!.StartsWith("text/html", StringComparison.OrdinalIgnoreCase);
        if (isHtml || first == (byte)'<') throw new NotAnAnswerException("a web page with status 200");

        // Told by the first byte: there are servers that call their events JSON, and others that call JSON events.
        if (first is (byte)'{' or (byte)'[')
        {
            yield return new(CompletionChunk.Read(await WholeAsync(reply, cancellationToken)), IsLast: true);
            yield break;
        }
        await foreach (var item in SseParser.Create(reply, Parse).EnumerateAsync(cancellationToken))
        {
            reply.EventIsWhole();
            foreach (var update in item.Data) yield return update;
        }
    }

    /// <summary>Usually one: servers that forget the empty line between two events make one of them.</summary>
    static Event[] Parse(string eventType, ReadOnlySpan<byte> data)
    {
        data = data.Trim(" \r\n\t"u8);
        var isLast = data.EndsWith("[DONE]"u8);
        if (isLast) data = data[..^"[DONE]".Length].TrimEnd(" \r\n\t"u8);
        var reader = new Utf8JsonReader(data, new JsonReaderOptions { AllowMultipleValues = true });
        var events = new List<Event>(1);
        while (data.Length > 0 && reader.Read())
        {
            using var chunk = JsonDocument.ParseValue(ref reader);
            events.Add(new(CompletionChunk.Read(chunk.RootElement, eventType), IsLast: false));
        }
        if (isLast) events.Add(new(null, IsLast: true));
        return [.. events];
    }

    static async Task<JsonElement> WholeAsync(ReplyStream reply, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await reply.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LongestBody) throw new InvalidDataException("a body without end");
        }
        using var document = JsonDocument.Parse(body.GetBuffer().AsMemory((body.GetBuffer().AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0)..(int)body.Length));
        return document.RootElement.Clone();
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    readonly record struct Event(ChatResponseUpdate? Update, bool IsLast);
}
