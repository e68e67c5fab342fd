using System.Text.Json;
using ChatMonolith.Modules.Chat.Presence;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Every frame and every stream for every role: what may be done, and what is refused how.</summary>
[Collection("chat")]
public sealed class SocketAccessTests(TestHost host)
{
    /// <summary>What each role brings about with each frame. A type that the server understands and that is not here fails the test.</summary>
    static readonly Dictionary<string, (Func<Visit, Task<string>> Try, string Owner, string Editor, string Commenter, string Viewer)> Frames = new()
    {
        ["typing"] = (v => v.TypeAsync(), "seen", "seen", "seen", "nothing"),
        ["presence"] = (v => v.ChangeAsync(), "seen", "seen", "seen", "seen"),
        ["send"] = (v => v.SayAsync(), "sent", "sent", "comments_only", "read_only"),
        ["stop"] = (v => v.StopAsync(), "stopped", "stopped", "read_only", "read_only"),
        ["resume"] = (v => v.ResumeAsync(), "replayed", "replayed", "replayed", "replayed"),
        ["read"] = (v => v.ReadAsync(), "seen", "seen", "seen", "seen"),
        ["ping"] = (v => v.PingAsync(), "pong", "pong", "pong", "pong"),
    };

    /// <summary>The page's, a thread's, the one for programs, the socket, that of a link that whoever has it may read by, and everybody's own.</summary>
    static readonly Dictionary<string, (int Events, int Thread, int Json, int Socket, int Shared, int Own)> Streams = new()
    {
        ["owner"] = (200, 200, 200, 101, 200, 200), ["editor"] = (200, 200, 200, 101, 200, 200), ["commenter"] = (200, 200, 200, 101, 200, 200), ["viewer"] = (200, 200, 200, 101, 200, 200),
        ["stranger"] = (404, 404, 404, 404, 200, 200), ["signed out"] = (401, 401, 401, 401, 200, 401), ["removed"] = (404, 404, 404, 404, 200, 200),
        ["of a deleted session"] = (404, 404, 404, 404, 404, 200), ["of a link that is revoked"] = (404, 404, 404, 404, 404, 200),
    };

    public static IEnumerable<object[]> Rows =>
        from type in ClientFrame.Types.Keys from role in new[] { "owner", "editor", "commenter", "viewer" } select new object[] { type, role };

    public static TheoryData<string> Roles { get; } = new(Streams.Keys);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Every_frame_for_every_role(string type, string role)
    {
        Assert.True(Frames.TryGetValue(type, out var row), $"Say in this table who may send '{type}'.");
        await using var visit = await Visit.MakeAsync(host, role);
        Assert.Equal(role switch { "owner" => row.Owner, "editor" => row.Editor, "commenter" => row.Commenter, _ => row.Viewer }, await row.Try(visit));
    }

    [Theory]
    [InlineData("owner", "sent")]
    [InlineData("editor", "sent")]
    [InlineData("commenter", "sent")]
    [InlineData("viewer", "read_only")]
    public async Task A_comment_from_every_role(string role, string outcome)
    {
        await using var visit = await Visit.MakeAsync(host, role);
        Assert.Equal(outcome, await visit.SayAsync(comment: true));
    }

    [Theory]
    [InlineData("owner", "seen")]
    [InlineData("editor", "seen")]
    [InlineData("commenter", "seen")]
    [InlineData("viewer", "nothing")]
    public async Task Typing_in_a_thread_from_every_role(string role, string outcome)
    {
        await using var visit = await Visit.MakeAsync(host, role);
        Assert.Equal(outcome, await visit.TypeInThreadAsync());
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Every_stream_for_every_role(string role)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var message = (await ana.HearAsync(session, "First")).Id;
        await ana.HearInThreadAsync(session, message, "Aside");
        var share = await ana.ShareByLinkAsync(session);
        var person = role == "owner" ? ana : await ChatClient.SignInAsync(host);
        if (role is "editor" or "commenter" or "viewer") await ana.ShareAsync(session, person, role);
        if (role is "removed" or "of a deleted session") await ana.ShareAsync(session, person);
        if (role == "removed") (await ana.RemoveAsync(session, person.User.Email)).Dispose();
        if (role == "of a deleted session") (await ana.DeleteAsync(session)).Dispose();
        if (role == "of a link that is revoked") (await ana.RevokeAsync(session, share.Id)).Dispose();
        using var nobody = host.NewClient();
        HttpClient client = role == "signed out" ? nobody : person.User;

        await using var events = await SseClient.OpenAsync(client, $"/chat/{session}/events");
        await using var thread = await SseClient.OpenAsync(client, $"/chat/{session}/events?thread={message}");
        await using var json = await SseClient.OpenAsync(client, $"/api/sessions/{session}/events");
        await using var shared = await client.FollowShareAsync(share);
        await using var own = await SseClient.OpenAsync(client, "/events");
        await using var socket = await SocketClient.TryAsync(host, session, "", o =>
        {
            if (role != "signed out") o.Cookies = person.User.Cookies;
            o.SetRequestHeader("Origin", host.BaseAddress.GetLeftPart(UriPartial.Authority));
        });
        Assert.Equal(Streams[role], ((int)events.Status, (int)thread.Status, (int)json.Status, (int)socket.Status, (int)shared.Status, (int)own.Status));
    }

    // A page.
    const string DeadLetters = "/admin/events";

    /// <summary>A new stream has a column in the table above, or a test of its own, before it is named here.</summary>
    [Fact]
    public void No_stream_is_left_out()
    {
        var streams = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Where(r => r.EndsWith("/events", StringComparison.Ordinal) && r != DeadLetters).Distinct().Order();
        Assert.Equal(["/api/sessions/{id:guid}/events", "/chat/{id:guid}/events", "/events", "/share/{token}/events"], streams);
    }

    [Theory]
    [InlineData("removed", 4403)]
    [InlineData("deleted", 4404)]
    public async Task Streams_that_are_open_end_when_the_right_ends(string how, int code)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var events = await ben.FollowAsync(session);
        await using var json = await ben.FollowJsonAsync(session);
        await using var socket = await SocketClient.AsPageAsync(ben, session, "");
        foreach (var stream in new[] { events, json }) await stream.NextAsync("cm-hello");
        await socket.NextAsync("welcome");

        (how == "removed" ? await ana.RemoveAsync(session, ben.User.Email) : await ana.DeleteAsync(session)).Dispose();

        foreach (var stream in new[] { events, json }) await stream.NextAsync("cm-close", TimeSpan.FromSeconds(5));
        Assert.Equal(code, await socket.Closed.SoonAsync(TimeSpan.FromSeconds(5)));
    }

    /// <summary>Somebody with a role at a socket, and Ana, who sees what comes of it.</summary>
    sealed class Visit(ChatClient ana, Guid session, SocketClient hers, SocketClient theirs, Guid them) : IAsyncDisposable
    {
        public static async Task<Visit> MakeAsync(TestHost host, string role)
        {
            var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
            // Who watches the owner takes part in the owner's session.
            var (owner, other) = role == "owner" ? (ben, ana) : (ana, ben);
            var session = await owner.StartAsync();
            await owner.ShareAsync(session, other, role == "owner" ? "editor" : role);
            var hers = await SocketClient.AsPageAsync(ana, session, "");
            var theirs = await SocketClient.AsPageAsync(ben, session, "");
            await theirs.NextAsync("welcome");
            await hers.NextAsync("presence", f => f.GetRawText().Contains(ben.User.UserId.ToString(), StringComparison.Ordinal));
            return new(ana, session, hers, theirs, ben.User.UserId);
        }

        public async Task<string> TypeInThreadAsync() => await TypeAsync((await ana.HearAsync(session, "A root")).Id);

        public async Task<string> TypeAsync(Guid? threadId = null)
        {
            await theirs.SendAsync(new { type = "typing", active = true, threadId });
            // What is typed is told before what comes after it.
            await ChangeAsync();
            return hers.Seen.Any(f => SocketClient.TypeOf(f) == "typing" && f.GetRawText().Contains(them.ToString(), StringComparison.Ordinal)) ? "seen" : "nothing";
        }

        public async Task<string> ChangeAsync()
        {
            await theirs.SendAsync(new { type = "presence", state = "idle" });
            await hers.NextAsync("presence", f => f.GetProperty("changed").EnumerateArray().Any(p => p.GetProperty("id").GetGuid() == them));
            return "seen";
        }

        public async Task<string> SayAsync(bool comment = false)
        {
            await theirs.SendAsync(new { type = "send", content = "May I?", comment });
            var answer = await NextAsync("sent", "error");
            if (answer.TryGetProperty("replyId", out var reply) && reply.ValueKind is not JsonValueKind.Null) await ana.EndOfAsync(session, reply.GetGuid());
            else if (SocketClient.TypeOf(answer) == "error") Assert.Empty((await ana.ListAsync(session)).Items);
            return SocketClient.TypeOf(answer) == "sent" ? "sent" : answer.GetProperty("code").GetString()!;
        }

        public async Task<string> StopAsync()
        {
            var (sent, script) = await ana.AskAsync(session);
            await theirs.SendAsync(new { type = "stop", runId = sent.RunId });
            await theirs.SendAsync(new { type = "ping", n = 1 });
            await theirs.NextAsync("pong");
            if (theirs.Seen.FirstOrDefault(f => SocketClient.TypeOf(f) == "error") is { ValueKind: JsonValueKind.Object } error)
            {
                _ = script.FinishAsync();
                Assert.Equal("done", (await ana.EndOfAsync(session, sent.ReplyId)).Status);
                return error.GetProperty("code").GetString()!;
            }
            return (await ana.EndOfAsync(session, sent.ReplyId)).Status;
        }

        public async Task<string> ResumeAsync()
        {
            using var renamed = await ana.RenameAsync(session, "Before");
            var sent = await ana.SendAsync(session, "Something to replay");
            var first = await theirs.NextAsync("message.created", f => f.GetProperty("message").GetProperty("id").GetGuid() == sent.MessageId);
            var begin = theirs.Seen.First(f => SocketClient.TypeOf(f) == "welcome").GetProperty("lastEventId").GetString();
            await ana.EndOfAsync(session, sent.ReplyId);
            await theirs.SendAsync(new { type = "resume", lastEventId = begin });
            await theirs.NextAsync("message.created", f => f.GetProperty("message").GetProperty("id").GetGuid() == sent.MessageId && f.GetProperty("eventId").GetString() == first.GetProperty("eventId").GetString());
            return "replayed";
        }

        public async Task<string> ReadAsync()
        {
            var answer = await ana.HearAsync(session, "Something to read");
            await theirs.SendAsync(new { type = "read", messageId = answer.Id });
            await hers.NextAsync("read", f => f.GetProperty("user").GetProperty("id").GetGuid() == them && f.GetProperty("messageId").GetGuid() == answer.Id);
            return "seen";
        }

        public async Task<string> PingAsync()
        {
            await theirs.SendAsync(new { type = "ping", n = 7 });
            return SocketClient.TypeOf(await theirs.NextAsync("pong", f => f.GetProperty("n").GetInt32() == 7));
        }

        async Task<JsonElement> NextAsync(params string[] types)
        {
            while (true)
                if (await theirs.NextAsync() is var frame && types.Contains(SocketClient.TypeOf(frame))) return frame;
        }

        public async ValueTask DisposeAsync()
        {
            await hers.DisposeAsync();
            await theirs.DisposeAsync();
        }
    }
}
