using System.Text.Json;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The API's answers as the contract names them.</summary>
sealed record SentView(Guid MessageId, Guid ReplyId, Guid RunId);

sealed record WindowView(IReadOnlyList<MessageJson> Items, CursorsView Cursors, int Branch = 0);

sealed record CursorsView(Guid? Before, Guid? After);

sealed record MessageJson(
    Guid Id, Guid SessionId, Guid? ParentId, AuthorJson Author, string Content, string Html, string Status, ErrorJson? Error, UsageJson? Usage, TimingJson? Timing,
    int Branch = 0, SiblingsJson? Siblings = null, string? Reasoning = null, CitationsJson? Citations = null, bool Comment = false,
    Guid? ThreadId = null, ThreadJson? Thread = null, DateTimeOffset? DeletedAt = null)
{
    public bool IsOver => Status is not ("queued" or "running");
}

/// <summary>Two lists of the same sources are the same, as two messages are.</summary>
sealed class CitationsJson : List<CitationJson>
{
    public override bool Equals(object? obj) => obj is CitationsJson other && this.SequenceEqual(other);
    public override int GetHashCode() => Count;
}

sealed record CitationJson(int Number, int? ShownAs, string Title, string? Url, string Quote);

sealed record ThreadJson(int Count, DateTimeOffset? LastAt);

sealed record SiblingsJson(int Number, int Count, SiblingJson? Previous, SiblingJson? Next);

sealed record SiblingJson(Guid Id, int Branch);

sealed record AuthorJson(string Kind, string Id, string Name);

sealed record ErrorJson(string Code, string Message, DateTimeOffset? RetryAfter);

sealed record UsageJson(int InputTokens, int OutputTokens, int CachedTokens, int ReasoningTokens, decimal Cost, string Currency, bool Estimated);

sealed record TimingJson(int? FirstTokenMs, int TotalMs);

static class ProblemReading
{
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<T>(body, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"{(int)answer.StatusCode}: {body}");
    }

    /// <summary>The sentence of a refusal by problem details.</summary>
    public static async Task<string> SentenceAsync(this HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("detail").GetString()!;
}
