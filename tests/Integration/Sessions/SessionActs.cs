using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ChatMonolith.Tests.Integration.Chat;

namespace ChatMonolith.Tests.Integration.Sessions;

/// <summary>What people do with who takes part.</summary>
static class SessionActs
{
    public static Task<HttpResponseMessage> ChangeRoleAsync(this ChatClient owner, Guid session, string email, string? role) =>
        owner.User.PatchAsJsonAsync($"/api/sessions/{session}/participants", new { email, role });

    public static Task<HttpResponseMessage> TransferAsync(this ChatClient owner, Guid session, string email) =>
        owner.User.PostAsJsonAsync($"/api/sessions/{session}/transfer", new { email });

    /// <summary>Names, roles and who has not opened it yet.</summary>
    public static async Task<string> PeopleAsync(this ChatClient person, Guid session)
    {
        using var answer = await person.User.GetAsync($"/api/sessions/{session}/participants");
        return string.Join(", ", (await answer.ReadAsync<JsonElement[]>()).Select(p =>
            $"{p.GetProperty("name").GetString()} {p.GetProperty("role").GetString()}{(p.GetProperty("status").GetString() == "invited" ? " invited" : "")}"));
    }

    public static Task<HttpResponseMessage> MakeLinkAsync(this ChatClient owner, Guid session, object link) => owner.User.PostAsJsonAsync($"/api/sessions/{session}/links", link);

    public static async Task<string> NewLinkAsync(this ChatClient owner, Guid session, object link)
    {
        using var made = await owner.MakeLinkAsync(session, link);
        return (await made.ReadAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    public static async Task<JsonElement[]> LinksAsync(this ChatClient owner, Guid session)
    {
        using var answer = await owner.User.GetAsync($"/api/sessions/{session}/links");
        return await answer.ReadAsync<JsonElement[]>();
    }

    public static Task<HttpResponseMessage> JoinAsync(this ChatClient person, string token, string? password = null) => person.User.PostAsJsonAsync("/api/join", new { token, password });

    public static Task<HttpResponseMessage> AskForAccessAsync(this ChatClient person, Guid session) => person.User.PostAsync($"/api/sessions/{session}/access-requests", null);

    public static async Task<string[]> AskingAsync(this ChatClient owner, Guid session)
    {
        using var answer = await owner.User.GetAsync($"/api/sessions/{session}/access-requests");
        return [.. (await answer.ReadAsync<JsonElement[]>()).Select(r => r.GetProperty("name").GetString()!)];
    }

    /// <summary>A plain form as a browser without scripts posts it.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(this ChatClient person, string address, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Accept.ParseAdd("text/html");
        return await person.User.SendAsync(request);
    }

    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    public static async Task<IHtmlDocument> ReadPageAsync(this ChatClient person, string address)
    {
        using var answer = await person.NavigateAsync(address);
        return await answer.PageAsync();
    }
}
