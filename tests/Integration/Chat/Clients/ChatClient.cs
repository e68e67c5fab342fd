using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A person at work in sessions, in the words of the contract.</summary>
sealed class ChatClient(TestHost host, TestUser user)
{
    public const string Agent = "test/test-model";
    static int _questions;

    public TestHost Host => host;
    public TestUser User => user;

    public static async Task<ChatClient> SignInAsync(TestHost host, string? name = null) => new(host, await host.SignInAsync(name));

    /// <summary>The same person at another host on the same database: one cookie counts on all of them.</summary>
    public ChatClient At(TestHost other) => new(other, new TestUser(user.Cookies) { BaseAddress = other.BaseAddress, Email = user.Email, Name = user.Name, UserId = user.UserId });

    /// <summary>A question like no other, so that a script of the provider can be meant for it.</summary>
    public static string Question() => $"Question no. {Interlocked.Increment(ref _questions)} of {Environment.ProcessId}?";

    public async Task<Guid> StartAsync(string? title = null, string agent = Agent)
    {
        using var made = await user.PostAsJsonAsync("/api/sessions", new { title, agent });
        return (await made.ReadAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    public Task<HttpResponseMessage> PostAsync(Guid session, object message) => user.PostAsJsonAsync($"/api/sessions/{session}/messages", message);

    public async Task<SentView> SendAsync(Guid session, string content, string? clientMessageId = null)
    {
        using var sent = await PostAsync(session, new { content, clientMessageId });
        return await sent.ReadAsync<SentView>();
    }

    /// <summary>Sends a question and takes its answer into the test's hand, from the moment on that the provider is asked.</summary>
    public async Task<(SentView Sent, OpenAi.ScriptedAnswer Script)> AskAsync(Guid session, string? about = null)
    {
        var question = Question();
        var script = host.Provider.Next(question);
        var sent = await SendAsync(session, about is null ? question : $"{question} {about}");
        await script.Asked.SoonAsync();
        return (sent, script);
    }

    /// <summary>A question with its whole answer.</summary>
    public async Task<MessageJson> HearAsync(Guid session, string answer, OpenAi.TestUsage? usage = null)
    {
        var question = Question();
        _ = host.Provider.Next(question).Say(answer).FinishAsync(usage);
        return await EndOfAsync(session, (await SendAsync(session, question)).ReplyId);
    }

    public async Task<WindowView> ListAsync(Guid session, string query = "limit=200")
    {
        using var answer = await user.GetAsync($"/api/sessions/{session}/messages?{query}");
        return await answer.ReadAsync<WindowView>();
    }

    public async Task<MessageJson> MessageAsync(Guid session, Guid id) => (await ListAsync(session)).Items.Single(m => m.Id == id);

    public Task<MessageJson> EndOfAsync(Guid session, Guid reply) => Soon.UntilAsync(() => MessageAsync(session, reply), m => m.IsOver);

    public Task<HttpResponseMessage> StopAsync(Guid run) => user.PostAsync($"/api/runs/{run}/stop", null);

    public Task<HttpResponseMessage> RegenerateAsync(Guid message, string? agent = null, string? clientMessageId = null) => agent is null && clientMessageId is null
        ? user.PostAsync($"/api/messages/{message}/regenerate", null) : user.PostAsJsonAsync($"/api/messages/{message}/regenerate", new { agent, clientMessageId });

    public Task<HttpResponseMessage> ContinueAsync(Guid message, string? clientMessageId = null) =>
        clientMessageId is null ? user.PostAsync($"/api/messages/{message}/continue", null) : user.PostAsJsonAsync($"/api/messages/{message}/continue", new { clientMessageId });

    public Task<HttpResponseMessage> AddAsync(Guid session, string email, string? role = null) =>
        user.PostAsJsonAsync($"/api/sessions/{session}/participants", new { email, role });

    /// <summary>Lets somebody take part. Most tests are not about who answers among several people: there agents answer every message.</summary>
    /// <param name="answers">With <c>auto</c> they come at once: only who has come counts.</param>
    public async Task ShareAsync(Guid session, ChatClient with, string role = "editor", string answers = "always")
    {
        using var added = await AddAsync(session, with.User.Email, role);
        added.EnsureSuccessStatusCode();
        using var chosen = await this.AnswersAsync(session, answers);
        chosen.EnsureSuccessStatusCode();
        if (answers == "auto") await with.OpenAsync(session);
    }

    public Task<HttpResponseMessage> RemoveAsync(Guid session, string email) =>
        user.DeleteAsync($"/api/sessions/{session}/participants?email={Uri.EscapeDataString(email)}");

    public Task<HttpResponseMessage> DeleteAsync(Guid session) => user.DeleteAsync($"/api/sessions/{session}");

    public Task<HttpResponseMessage> RenameAsync(Guid session, string title) => user.PatchAsJsonAsync($"/api/sessions/{session}", new { title });

    /// <summary>Opens an address as a browser's navigation does; the body is left to read.</summary>
    public async Task<HttpResponseMessage> NavigateAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return await user.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<PageDom> OpenAsync(Guid session, string query = "")
    {
        using var page = await NavigateAsync($"/chat/{session}{query}");
        page.EnsureSuccessStatusCode();
        return new(await page.Content.ReadAsStringAsync());
    }

    /// <summary>The stream of the page.</summary>
    public Task<SseClient> FollowAsync(Guid session, string? lastEventId = null, string? since = null) =>
        SseClient.OpenAsync(user, $"/chat/{session}/events{(since is null ? "" : $"?since={Uri.EscapeDataString(since)}")}", lastEventId);

    /// <summary>The stream for programs.</summary>
    public Task<SseClient> FollowJsonAsync(Guid session, string? lastEventId = null) => SseClient.OpenAsync(user, $"/api/sessions/{session}/events", lastEventId);

    public async Task<string> NewKeyAsync()
    {
        using var made = await user.PostAsJsonAsync("/api/keys", new { name = "test" });
        return (await made.ReadAsync<JsonElement>()).GetProperty("key").GetString()!;
    }
}
