using System.Net;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The ways into a thread, and who may take them.</summary>
[Collection("chat")]
public sealed class ThreadDoorsTests(TestHost host)
{
    [Fact]
    public async Task Who_may_not_write_or_see_cannot_and_what_is_no_thread_is_refused()
    {
        var (ana, ben, cem) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        var root = await ana.HearAsync(session, "First");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");
        var elsewhere = await ana.HearAsync(await ana.StartAsync(), "Elsewhere");

        Assert.Equal(HttpStatusCode.Forbidden, (await ben.PostAsync(session, new { content = "Me too", threadId = root.Id })).StatusCode);
        Assert.Null((await ben.OpenThreadAsync(session, root.Id)).Document.QuerySelector("#composer"));
        Assert.Equal(HttpStatusCode.NotFound, (await cem.PostAsync(session, new { content = "Me too", threadId = root.Id })).StatusCode);
        foreach (var path in new[] { $"/chat/{session}/thread/{root.Id}", $"/api/sessions/{session}/messages?thread={root.Id}", $"/chat/{session}/events?thread={root.Id}" })
            Assert.Equal(HttpStatusCode.NotFound, (await cem.NavigateAsync(path)).StatusCode);
        foreach (var id in new[] { elsewhere.Id, Guid.NewGuid() })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await ana.PostAsync(session, new { content = "?", threadId = id })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await ana.NavigateAsync($"/chat/{session}/thread/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await ana.User.GetAsync($"/api/sessions/{session}/messages?thread={id}")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync(session, new { content = "Deeper", threadId = aside.Id })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync(session, new { content = "?", threadId = root.Id, parentId = root.ParentId })).StatusCode);
        using var ofConversation = await ana.SubmitAsync($"/chat/{session}/thread/{root.Id}", panel: false, ("content", "Where to?"), ("branch", "0"));
        Assert.Equal(HttpStatusCode.NotFound, ofConversation.StatusCode);
        Assert.DoesNotContain((await ana.ListAsync(session)).Items, m => m.Content == "Where to?");
        Assert.Equal(2, (await ana.ThreadAsync(session, root.Id)).Items.Count);
        Assert.Empty((await ana.ThreadAsync(session, root.ParentId!.Value)).Items);
    }

    [Fact]
    public async Task Without_a_script_a_reply_is_posted_to_the_page_and_its_answer_grows_there()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);

        using var posted = await ana.SubmitAsync($"/chat/{session}/thread/{root.Id}", panel: false, ("content", question), ("thread", root.Id.ToString()));
        Assert.Equal($"/chat/{session}/thread/{root.Id}?live=1#latest", posted.Headers.Location?.OriginalString);
        _ = script.Say("Grown **aside**").FinishAsync();
        var grown = await ana.OpenThreadAsync(session, root.Id, "?live=1");
        Assert.Contains("Grown aside", grown.Document.QuerySelector(".growing")?.TextContent ?? (await ana.OpenThreadAsync(session, root.Id)).Transcript.TextContent, StringComparison.Ordinal);

        using var refused = await ana.SubmitAsync($"/chat/{session}/thread/{root.Id}", panel: false, ("content", "Kept words"), ("agent", "nobody"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var again = await refused.SeeAsync();
        Assert.Contains("Kept words", again.QuerySelector("#message")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(again.QuerySelector(".thread-root"));
        Assert.NotNull(again.QuerySelector($"#session-{session} [aria-current]"));
    }

    [Fact]
    public async Task A_link_to_a_message_in_a_thread_leads_to_its_page()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        var aside = await ana.HearInThreadAsync(session, root.Id, "Aside");

        foreach (var query in new[] { $"?around={aside.Id}", $"?branch={aside.Branch}" })
        {
            using var led = await ana.NavigateAsync($"/chat/{session}{query}");
            Assert.Equal($"/chat/{session}/thread/{root.Id}{query}", led.Headers.Location?.OriginalString);
        }
        using var edit = await ana.NavigateAsync($"/messages/{aside.ParentId}/edit");
        Assert.NotNull((await edit.SeeAsync()).QuerySelector($"a[href^='/chat/{session}/thread/{root.Id}?around=']"));
    }

    [Fact]
    public async Task Programs_get_everything_with_the_thread_it_is_in_and_reply_by_socket()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var root = await ana.HearAsync(session, "First");
        await using var stream = await ana.FollowJsonAsync(session);
        await stream.NextAsync("cm-hello");
        await using var socket = await SocketClient.WithKeyAsync(host, session, await ana.NewKeyAsync());
        var question = ChatClient.Question();
        _ = host.Provider.Next(question).Say("Aside").FinishAsync();

        await socket.SendAsync(new { type = "send", content = question, threadId = root.Id });
        var seen = (await stream.ThroughAsync(i => i.Data.Contains("message.completed", StringComparison.Ordinal))).Where(i => i.Data.Length > 0 && i.Event is null)
            .Select(i => JsonSerializer.Deserialize<JsonElement>(i.Data)).ToList();

        var thread = seen.First(e => e.GetProperty("type").GetString() == "message.thread");
        Assert.Equal((root.Id, 2), (thread.GetProperty("messageId").GetGuid(), thread.GetProperty("thread").GetProperty("count").GetInt32()));
        foreach (var type in new[] { "message.created", "message.completed" })
            Assert.All(seen.Where(e => e.GetProperty("type").GetString() == type), e => Assert.Equal(root.Id, e.GetProperty("message").GetProperty("threadId").GetGuid()));
        Assert.Equal(2, seen.Count(e => e.GetProperty("type").GetString() == "message.created"));
        Assert.DoesNotContain(seen, e => e.GetProperty("type").GetString() == "branch");
        Assert.Equal(2, (await ana.RawAsync(session, root.Id)).GetProperty("thread").GetProperty("count").GetInt32());
    }
}
