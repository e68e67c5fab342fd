using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using ChatMonolith.Modules.Agents.Providers;

namespace ChatMonolith.Modules.Agents.Answers;

/// <summary>Reads what providers say when they refuse; they agree on statuses, and only roughly on the rest.</summary>
static class ProviderErrors
{
    static readonly string[] TooLong =
        ["context_length", "context length", "context window", "maximum context", "prompt is too long", "too many tokens", "exceed_context", "exceeds the available context"];
    static readonly string[] Filtered = ["content_filter", "content_policy", "content management policy", "safety_violation"];
    static readonly string[] NoCredit = ["insufficient_quota", "billing", "credit balance", "insufficient credits"];

    public static Trouble Read(Exception error, Provider provider, string model, TimeProvider time) => error switch
    {
        ClientResultException { Status: > 0 } refused => Read(refused.Status, Body(refused), Wait(refused.GetRawResponse(), time), provider, model),
        NotAnAnswerException => Trouble.NotAnAnswer(provider.Name, error.Message),
        { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } inner } => Trouble.NotSecure(provider.Name, Redact(inner.Message, provider)),
        _ => Trouble.Unreachable(provider.Name, $"{error.GetType().Name}: {Redact(error.Message, provider)}"),
    };

    /// <summary>An error that came inside the stream; its status may be a number, a name or missing.</summary>
    public static Trouble ReadStreamed(string json, Provider provider, string model)
    {
        var status = json.Contains("rate_limit", StringComparison.OrdinalIgnoreCase) ? 429 : 500;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) && number is >= 400 and < 600)
                status = number;
        }
        catch (JsonException) { } // Cut at the limit of what is kept: the words are still there.
        return Read(status, json, null, provider, model);
    }

    static Trouble Read(int status, string body, TimeSpan? wait, Provider provider, string model)
    {
        var (name, detail) = (provider.Name, $"{status}: {Redact(body, provider)}");
        return status switch
        {
            402 => Trouble.NoCredit(name, detail),
            >= 400 and not (401 or 403 or 404 or 429) when Says(TooLong) || status == 413 => Trouble.TooLong(model, detail),
            >= 400 when Says(Filtered) => Trouble.Filtered(name, detail),
            401 or 403 => Trouble.BadKey(name, detail),
            404 => Trouble.NoModel(name, model, detail),
            429 => Says(NoCredit) ? Trouble.NoCredit(name, detail) : Trouble.Busy(name, wait, detail),
            408 or >= 500 => Trouble.Failing(name, status, detail) with { RetryAfter = wait },
            >= 400 => Trouble.NotUnderstood(name, status, detail),
            _ => Trouble.NotUnderstood(name, status, detail) with { Health = Outcome.Unreachable },
        };

        bool Says(string[] words) => words.Any(w => body.Contains(w, StringComparison.OrdinalIgnoreCase));
    }

    static string Body(ClientResultException error)
    {
        try { return error.GetRawResponse()?.Content.ToString() ?? ""; }
        catch (InvalidOperationException) { return ""; } // Not buffered: the connection broke while it was read.
    }

    static TimeSpan? Wait(PipelineResponse? response, TimeProvider time)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out var text)) return null;
        var wait = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at) ? at - time.GetUtcNow() : (TimeSpan?)null;
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>Short, on one line, without the key: some providers repeat it.</summary>
    static string Redact(string text, Provider provider)
    {
        if (provider.ApiKey is { Length: > 0 } key) text = text.Replace(key, "[key]", StringComparison.Ordinal);
        return string.Concat(text.Take(300).Select(c => char.IsControl(c) ? ' ' : c));
    }
}
