using System.Net.Http.Json;
using System.Text.Json;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What a message brought about, also where nobody or several answer.</summary>
sealed record SaidView(Guid MessageId, Guid? ReplyId, Guid? RunId, IReadOnlyList<ReplyView> Replies);

sealed record ReplyView(Guid ReplyId, Guid RunId);

/// <summary>How people among people talk: to agents, to each other, and by which rule.</summary>
static class RuleActs
{
    public static Task<HttpResponseMessage> AnswersAsync(this ChatClient person, Guid session, string answerMode) =>
        person.User.PatchAsJsonAsync($"/api/sessions/{session}", new { answerMode });

    public static async Task<SaidView> SayAsync(this ChatClient person, Guid session, string content, string? agent = null, string? clientMessageId = null, bool comment = false)
    {
        using var said = await person.PostAsync(session, new { content, agent, clientMessageId, comment });
        return await said.ReadAsync<SaidView>();
    }

    public static Task<SaidView> CommentAsync(this ChatClient person, Guid session, string content) => person.SayAsync(session, content, comment: true);

    /// <summary>The session's rule as programs read it.</summary>
    public static async Task<(string Mode, bool IsAutomatic)> AnswerModeAsync(this ChatClient person, Guid session)
    {
        var view = await person.User.GetFromJsonAsync<JsonElement>($"/api/sessions/{session}");
        return (view.GetProperty("answerMode").GetString()!, view.GetProperty("answerModeIsAutomatic").GetBoolean());
    }
}
