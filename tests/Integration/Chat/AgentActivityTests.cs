using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Agents take part: what they do, and for whom.</summary>
[Collection("chat")]
public sealed class AgentActivityTests(TestHost host)
{
    [Fact]
    public async Task A_model_thinks_writes_and_is_ready_and_all_know_for_whom()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var program = await SocketClient.AsPageAsync(ben, session, "");
        await program.NextAsync("welcome");
        var page = await ben.OpenAsync(session);
        await using var events = await ben.FollowAsync(session, since: page.Since);

        var (sent, script) = await ana.AskAsync(session);
        var thinking = await program.NextAsync("agent");
        Assert.Equal(("thinking", sent.RunId, sent.ReplyId, ana.User.UserId, "Ana"), (StatusOf(thinking), thinking.GetProperty("runId").GetGuid(),
            thinking.GetProperty("messageId").GetGuid(), thinking.GetProperty("for").GetProperty("id").GetGuid(), thinking.GetProperty("for").GetProperty("name").GetString()));
        Assert.NotEmpty(thinking.GetProperty("eventId").GetString()!);
        Assert.Contains("\"thinking\"", (await events.NextAsync("cm-doing")).Data, StringComparison.Ordinal);
        Assert.Contains("Answering Ana", page.Apply(events.Seen).Message(sent.ReplyId).QuerySelector("h3")!.TextContent, StringComparison.Ordinal);

        await script.SendAsync("So ");
        Assert.Equal("writing", StatusOf(await program.NextAsync("agent")));
        await script.SendAsync("be it.");
        _ = script.FinishAsync();
        Assert.Equal("ready", StatusOf(await program.NextAsync("agent")));
        await ben.EndOfAsync(session, sent.ReplyId);
        Assert.Equal(["thinking", "writing", "ready"], program.Seen.Where(f => SocketClient.TypeOf(f) == "agent").Select(StatusOf));
        Assert.DoesNotContain("Answering", (await ben.OpenAsync(session)).Message(sent.ReplyId).QuerySelector("h3")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guide_searches_before_it_writes()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync(agent: "guide");
        await using var program = await SocketClient.AsPageAsync(ana, session, "");
        await program.NextAsync("welcome");
        // What agents are at is state: only who listens already hears each step, and a socket listens a moment after its welcome.
        var comment = await ana.CommentAsync(session, "Listening?");
        await program.NextAsync("message.created", f => f.GetProperty("message").GetProperty("id").GetGuid() == comment.MessageId);
        var sent = await ana.SendAsync(session, "How do I add a provider?");
        await program.NextAsync("agent", f => StatusOf(f) == "ready");

        Assert.Equal(["thinking", "tool", "writing", "ready"], program.Seen.Where(f => SocketClient.TypeOf(f) == "agent").Select(StatusOf));
        Assert.Equal("searching the documents", program.Seen.Single(f => SocketClient.TypeOf(f) == "agent" && StatusOf(f) == "tool").GetProperty("activity").GetString());
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task Who_comes_in_the_middle_learns_what_the_agents_are_at()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("So ");
        await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content == "So ");

        await using var program = await SocketClient.AsPageAsync(ana, session, "");
        var agent = (await program.NextAsync("welcome")).GetProperty("agents").EnumerateArray().Single(a => a.GetProperty("id").GetString() == ChatClient.Agent);
        Assert.Equal("ready", StatusOf(agent));
        Assert.Equal(sent.RunId, agent.GetProperty("doing").EnumerateArray().Single().GetProperty("runId").GetGuid());
        await program.NextAsync("agent", f => StatusOf(f) == "writing");
        await using var events = await ana.FollowAsync(session, since: (await ana.OpenAsync(session)).Since);
        Assert.Contains(sent.ReplyId.ToString(), (await events.NextAsync("cm-doing")).Data, StringComparison.Ordinal);

        _ = script.FinishAsync();
        await ana.EndOfAsync(session, sent.ReplyId);
    }

    [Fact]
    public async Task An_answer_that_waits_is_nobodys_thought_yet()
    {
        var ana = await ChatClient.SignInAsync(host, "Ana");
        var session = await ana.StartAsync();
        await using var program = await SocketClient.AsPageAsync(ana, session, "");
        await program.NextAsync("welcome");
        var asked = new List<(SentView Sent, OpenAi.ScriptedAnswer Script)>();
        for (var i = 0; i < 4; i++) asked.Add(await ana.AskAsync(session));
        var question = ChatClient.Question();
        var last = host.Provider.Next(question);
        var waiting = await ana.SendAsync(session, question);
        await program.NextAsync("run", f => f.GetProperty("runId").GetGuid() == waiting.RunId && f.GetProperty("status").GetString() == "queued");

        _ = asked[0].Script.FinishAsync();
        await program.NextAsync("agent", f => f.GetProperty("runId").GetGuid() == waiting.RunId);
        var order = program.Seen.Where(f => SocketClient.TypeOf(f) is "run" or "agent" && f.GetProperty("runId").GetGuid() == waiting.RunId).Select(StatusOf);
        Assert.Equal(["queued", "running", "thinking"], order);

        foreach (var (_, script) in asked[1..].Append((waiting, last))) _ = script.FinishAsync();
        await ana.EndOfAsync(session, waiting.ReplyId);
    }

    static string StatusOf(JsonElement frame) => frame.GetProperty("status").GetString()!;
}
