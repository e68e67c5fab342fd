using System.Text.Json;
using ChatMonolith.Tests.Integration.Chat;
using ChatMonolith.Tests.Integration.Hosting;

namespace ChatMonolith.Tests.Integration.Sessions;

/// <summary>A session as it stands in somebody's list.</summary>
sealed record ListedSession(Guid Id, string Title, int Unread, int Mentions, bool Answering);

/// <summary>Lists of sessions, as programs get them and as open pages learn of them.</summary>
static class SessionLists
{
    public static async Task<ListedSession> ListedAsync(this ChatClient person, Guid session)
    {
        using var answer = await person.User.GetAsync("/api/sessions");
        var items = (await answer.ReadAsync<JsonElement>()).GetProperty("items").Deserialize<List<ListedSession>>(JsonSerializerOptions.Web)!;
        return items.Single(s => s.Id == session);
    }

    /// <summary>The stream of a page with its list, from the moment on that it listens.</summary>
    public static async Task<SseClient> FollowAsync(this ChatClient person, PageDom page)
    {
        var events = await SseClient.OpenAsync(person.User, page.StreamAddress);
        await events.NextAsync("cm-hello");
        return events;
    }

    /// <summary>The stream of a page that shows no session, from the moment on that it listens.</summary>
    public static async Task<SseClient> FollowListAsync(this ChatClient person, string address = "/sessions")
    {
        using var page = await person.Host.OpenAsync(address, person.User);
        var events = await SseClient.OpenAsync(person.User, $"/events?list={page.GetElementById("rail-list")!.GetAttribute("data-list")}");
        await events.NextAsync("cm-hello");
        return events;
    }

    /// <summary>The next word of how the session's row is now.</summary>
    public static async Task<JsonElement> RowAsync(this SseClient events, Guid session, Func<JsonElement, bool> which) =>
        Read(await events.NextAsync(i => i.Event == "cm-row" && Read(i).GetProperty("id").GetGuid() == session && which(Read(i))));

    public static string? Unread(this JsonElement row) => row.TryGetProperty("unread", out var unread) ? unread.GetString() : null;

    public static string? Mentions(this JsonElement row) => row.TryGetProperty("mentions", out var mentions) ? mentions.GetString() : null;

    public static bool Is(this JsonElement row, string what) => row.GetProperty(what).GetBoolean();

    static JsonElement Read(SseItem item) => JsonSerializer.Deserialize<JsonElement>(item.Data);
}
