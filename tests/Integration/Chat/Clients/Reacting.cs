using System.Net.Http.Json;
using System.Text.Json;

namespace ChatMonolith.Tests.Integration.Chat;

sealed record ReactedJson(string Emoji, bool Active, int Count);

static class Reacting
{
    public static Task<HttpResponseMessage> ReactAsync(this ChatClient person, Guid message, string? emoji) =>
        person.User.PostAsJsonAsync($"/api/messages/{message}/reactions", new { emoji });

    public static Task<HttpResponseMessage> UnreactAsync(this ChatClient person, Guid message, string emoji) =>
        person.User.DeleteAsync($"/api/messages/{message}/reactions?emoji={Uri.EscapeDataString(emoji)}");

    public static async Task<ReactedJson> PressAsync(this ChatClient person, Guid message, string emoji)
    {
        using var answer = await person.ReactAsync(message, emoji);
        return await answer.ReadAsync<ReactedJson>();
    }

    /// <summary>As the API lists them: <c>👍 2: Ana, Ben</c>.</summary>
    public static async Task<string[]> ReactionsAsync(this ChatClient person, Guid session, Guid message) =>
        [.. (await person.RawAsync(session, message)).GetProperty("reactions").EnumerateArray().Select(Line)];

    static string Line(JsonElement reaction) =>
        $"{reaction.GetProperty("emoji").GetString()} {reaction.GetProperty("count").GetInt32()}: {string.Join(", ", reaction.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("name").GetString()))}";
}
