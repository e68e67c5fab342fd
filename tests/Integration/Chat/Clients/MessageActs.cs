using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ChatMonolith.Tests.Integration.Chat;

sealed record DeletionView(Guid DeletionId, DateTimeOffset UndoUntil);

/// <summary>What people do with messages that are there.</summary>
static class MessageActs
{
    public static Task<HttpResponseMessage> EditAsync(this ChatClient person, Guid message, string? content, long? revision = null, bool? runAgain = null, string? clientMessageId = null) =>
        person.User.PatchAsJsonAsync($"/api/messages/{message}", new { content, revision, runAgain, clientMessageId });

    public static Task<HttpResponseMessage> EraseAsync(this ChatClient person, Guid message, string? scope = null, string seen = "") =>
        person.User.DeleteAsync($"/api/messages/{message}?scope={scope}{seen}");

    public static async Task<DeletionView> GoneAsync(this ChatClient person, Guid message, string? scope = null)
    {
        using var answer = await person.EraseAsync(message, scope);
        return await answer.ReadAsync<DeletionView>();
    }

    public static Task<HttpResponseMessage> UndoAsync(this ChatClient person, Guid deletion) => person.User.PostAsync($"/api/deletions/{deletion}/undo", null);

    /// <summary>A message as the API gives it, with everything in it.</summary>
    public static async Task<JsonElement> RawAsync(this ChatClient person, Guid session, Guid message)
    {
        using var answer = await person.User.GetAsync($"/api/sessions/{session}/messages?around={message}");
        return (await answer.ReadAsync<JsonElement>()).GetProperty("items").EnumerateArray().Single(m => m.GetProperty("id").GetGuid() == message).Clone();
    }

    public static async Task<long> RevisionAsync(this ChatClient person, Guid session, Guid message) => (await person.RawAsync(session, message)).GetProperty("revision").GetInt64();

    /// <summary>A form of a page without a script; with <paramref name="panel"/> as a script sends it.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(this ChatClient person, string address, bool panel, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Accept.ParseAdd("text/html");
        if (panel) request.Headers.Add("X-Requested-With", "fetch");
        return await person.User.SendAsync(request);
    }

    public static async Task<IHtmlDocument> SeeAsync(this HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <summary>The question of an answer.</summary>
    public static async Task<MessageJson> QuestionOfAsync(this ChatClient person, Guid session, MessageJson answer) => await person.MessageAsync(session, answer.ParentId!.Value);
}
