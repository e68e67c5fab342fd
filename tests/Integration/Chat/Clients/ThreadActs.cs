namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>What people do in threads.</summary>
static class ThreadActs
{
    public static async Task<SentView> ReplyAsync(this ChatClient person, Guid session, Guid threadId, string content, Guid? parentId = null)
    {
        using var answer = await person.PostAsync(session, new { content, threadId, parentId });
        return await answer.ReadAsync<SentView>();
    }

    public static Task<WindowView> ThreadAsync(this ChatClient person, Guid session, Guid threadId, string query = "limit=200") => person.ListAsync(session, $"{query}&thread={threadId}");

    /// <summary>A question in a thread with its whole answer.</summary>
    public static async Task<MessageJson> HearInThreadAsync(this ChatClient person, Guid session, Guid threadId, string answer, OpenAi.TestUsage? usage = null)
    {
        var question = ChatClient.Question();
        _ = person.Host.Provider.Next(question).Say(answer).FinishAsync(usage);
        return await person.EndInThreadAsync(session, threadId, (await person.ReplyAsync(session, threadId, question)).ReplyId);
    }

    public static Task<MessageJson> EndInThreadAsync(this ChatClient person, Guid session, Guid threadId, Guid reply) =>
        Soon.UntilAsync(async () => (await person.ThreadAsync(session, threadId)).Items.Single(m => m.Id == reply), m => m.IsOver);

    public static Task<PageDom> OpenThreadAsync(this ChatClient person, Guid session, Guid threadId, string query = "") => person.OpenAsync(session, $"/thread/{threadId}{query}");

    /// <summary>The stream of a thread's page.</summary>
    public static Task<SseClient> FollowThreadAsync(this ChatClient person, Guid session, Guid threadId, string since, string? lastEventId = null) =>
        SseClient.OpenAsync(person.User, $"/chat/{session}/events?since={Uri.EscapeDataString(since)}&thread={threadId}", lastEventId);

    /// <summary>The message that a thread hangs on, and what is in it, as the page shows them.</summary>
    public static string Thread(this PageDom page) => PageDom.Shape(page.Document.QuerySelector(".thread-root")!) + page.Conversation;

    public static string? Replies(this PageDom page, Guid root) => page.Document.GetElementById($"message-{root}-thread")?.TextContent.Trim() is { Length: > 0 } text ? text : null;
}
