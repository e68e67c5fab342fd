using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Tests.Integration.OpenAi;

/// <summary>Writes the steps of an answer as the protocol wants them, as a stream or at once.</summary>
sealed class AnswerWriter(HttpContext context, ReceivedRequest request)
{
    const string Mark = "%content%";
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    readonly StringBuilder _whole = new();
    readonly string _id = $"chatcmpl-{Guid.NewGuid():N}";
    string _contentType = "text/event-stream";
    bool _begun;

    public async Task WriteAsync(ScriptedAnswer answer)
    {
        try
        {
            await foreach (var step in answer.Steps.ReadAllAsync(context.RequestAborted))
            {
                var goesOn = await WriteAsync(step);
                step.Sent.TrySetResult();
                if (!goesOn) return;
            }
        }
        catch (OperationCanceledException) { } // The client is gone.
    }

    /// <summary>False when the answer is over.</summary>
    async Task<bool> WriteAsync(Step step)
    {
        switch (step)
        {
            case Step.Text text when request.IsStream:
                await EventAsync(Chunk(new { content = Mark }, null).Replace(Mark, Escaped(text.Value), StringComparison.Ordinal));
                return true;
            case Step.Text text:
                _whole.Append(text.Value);
                return true;
            case Step.Event given:
                await EventAsync(given.Data);
                return true;
            case Step.Head head:
                _contentType = head.ContentType;
                if (head.Encoding is not null) context.Response.Headers.ContentEncoding = head.Encoding;
                return true;
            case Step.Bytes bytes:
                await BeginAsync();
                await context.Response.Body.WriteAsync(bytes.Value, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                return true;
            case Step.Finish finish:
                await FinishAsync(finish);
                return false;
            case Step.Refuse refuse:
                context.Response.StatusCode = refuse.Status;
                context.Response.ContentType = "application/json";
                if (refuse.RetryAfter is not null) context.Response.Headers.RetryAfter = refuse.RetryAfter;
                await context.Response.WriteAsync(refuse.Body);
                return false;
            case Step.Disconnect:
                // What was written must arrive first.
                await context.Response.Body.FlushAsync();
                context.Abort();
                return false;
            default:
                await BeginAsync();
                return false;
        }
    }

    async Task FinishAsync(Step.Finish finish)
    {
        var usage = finish.Usage is not { } u ? null : (object)new
        {
            prompt_tokens = u.Input, completion_tokens = u.Output, total_tokens = u.Input + u.Output,
            prompt_tokens_details = new { cached_tokens = u.Cached }, completion_tokens_details = new { reasoning_tokens = u.Reasoning },
        };
        if (!request.IsStream)
        {
            await context.Response.WriteAsJsonAsync(new
            {
                id = _id, @object = "chat.completion", created = 0, model = request.Model, usage,
                choices = new[] { new { index = 0, message = new { role = "assistant", content = _whole.ToString() }, finish_reason = finish.Reason } },
            });
            return;
        }
        await EventAsync(Chunk(new { }, finish.Reason));
        if (usage is not null && request.WantsUsage)
            await EventAsync(JsonSerializer.Serialize(new { id = _id, @object = "chat.completion.chunk", created = 0, model = request.Model, choices = Array.Empty<object>(), usage }, Json));
        await EventAsync("[DONE]");
    }

    string Chunk(object delta, string? reason) => JsonSerializer.Serialize(new
    {
        id = _id, @object = "chat.completion.chunk", created = 0, model = request.Model, choices = new[] { new { index = 0, delta, finish_reason = reason } },
    }, Json);

    /// <summary>As servers do that cut text between UTF-16 units: half a character goes out as an escape, where the serializer would replace it.</summary>
    static string Escaped(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) result.Append(text[i++]).Append(text[i]);
            else if (char.IsSurrogate(text[i]) || char.IsControl(text[i]) || text[i] is '"' or '\\') result.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else result.Append(text[i]);
        }
        return result.ToString();
    }

    async Task EventAsync(string data)
    {
        await BeginAsync();
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    async Task BeginAsync()
    {
        if (_begun || !request.IsStream) return;
        _begun = true;
        context.Response.ContentType = _contentType;
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
