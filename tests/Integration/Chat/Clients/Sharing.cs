using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatMonolith.Tests.Integration.OpenAi;

namespace ChatMonolith.Tests.Integration.Chat;

sealed record MadeShare(Guid Id, string Url)
{
    public string Path => new Uri(Url).AbsolutePath;
    public string Token => Path["/share/".Length..];
}

/// <summary>Links to read a session, and strangers who follow them.</summary>
static class Sharing
{
    public static Task<HttpResponseMessage> TryShareAsync(
        this ChatClient person, Guid session, string? kind, string? password = null, DateTimeOffset? expiresAt = null, string? label = null, bool? reactionNames = null) =>
        person.User.PostAsJsonAsync($"/api/sessions/{session}/shares", new { kind, password, expiresAt, label, reactionNames });

    public static async Task<MadeShare> ShareByLinkAsync(
        this ChatClient person, Guid session, string kind = "live", string? password = null, DateTimeOffset? expiresAt = null, bool? reactionNames = null)
    {
        using var made = await person.TryShareAsync(session, kind, password, expiresAt, reactionNames: reactionNames);
        return await made.ReadAsync<MadeShare>();
    }

    public static Task<HttpResponseMessage> RevokeAsync(this ChatClient person, Guid session, Guid share) => person.User.DeleteAsync($"/api/sessions/{session}/shares/{share}");

    public static async Task<JsonElement[]> SharesAsync(this ChatClient person, Guid session) =>
        [.. (await (await person.User.GetAsync($"/api/sessions/{session}/shares")).ReadAsync<JsonElement>()).EnumerateArray()];

    /// <summary>The page as a browser opens it.</summary>
    public static async Task<HttpResponseMessage> VisitAsync(this HttpClient reader, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        return await reader.SendAsync(request);
    }

    public static async Task<PageDom> ReadShareAsync(this HttpClient reader, MadeShare share, string query = "")
    {
        using var page = await reader.VisitAsync(share.Path + query);
        if (page.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{(int)page.StatusCode}");
        return new(await page.Content.ReadAsStringAsync());
    }

    /// <summary>What a model says to itself.</summary>
    public static Task ThinkAsync(this ScriptedAnswer answer, string thought) => answer.SendEventAsync(JsonSerializer.Serialize(new { choices = new[] { new { index = 0, delta = new { reasoning_content = thought } } } }));

    public static ScriptedAnswer Think(this ScriptedAnswer answer, string thought)
    {
        _ = answer.ThinkAsync(thought);
        return answer;
    }

    public static Task<SseClient> FollowShareAsync(this HttpClient reader, MadeShare share, string? since = null, string? lastEventId = null) =>
        SseClient.OpenAsync(reader, $"{share.Path}/events{(since is null ? "" : $"?since={since}")}", lastEventId);
}
