using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>The whole conversation over one socket, for programs with a key.</summary>
[Collection("chat")]
public sealed class SocketContentTests(TestHost host)
{
    [Fact]
    public async Task A_program_sends_and_reads_the_answer_by_offsets()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var socket = await SocketClient.WithKeyAsync(host, session, await ana.NewKeyAsync());
        await socket.NextAsync("welcome");
        var question = ChatClient.Question();
        var script = host.Provider.Next(question);

        await socket.SendAsync(new { type = "send", clientMessageId = "c-1", content = question });
        var sent = await socket.NextAsync("sent");
        await script.Asked.SoonAsync();
        foreach (var piece in new[] { "One ", "two ", "\ud83d\ude00 ", "three" }) await script.SendAsync(piece);
        _ = script.FinishAsync(new(100, 20));
        var completed = await socket.NextAsync("message.completed");

        Assert.Equal("c-1", sent.GetProperty("clientMessageId").GetString());
        Assert.Equal(sent.GetProperty("replyId").GetGuid(), completed.GetProperty("messageId").GetGuid());
        Assert.Equal("done", completed.GetProperty("status").GetString());
        Assert.Equal(100, completed.GetProperty("usage").GetProperty("inputTokens").GetInt32());
        Assert.Equal("One two \ud83d\ude00 three", TextOf(socket.Seen, sent.GetProperty("replyId").GetGuid()));
        Assert.Equal(2, socket.Seen.Count(f => SocketClient.TypeOf(f) == "message.created"));
        Assert.All(socket.Seen.Where(f => SocketClient.TypeOf(f).StartsWith("message.", StringComparison.Ordinal)), f => Assert.NotEmpty(f.GetProperty("eventId").GetString()!));
    }

    [Fact]
    public async Task The_same_client_id_again_gives_the_first_result()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var socket = await SocketClient.AsPageAsync(ana, session);
        foreach (var _ in new[] { 1, 2 }) await socket.SendAsync(new { type = "send", clientMessageId = "again", content = "Hello" });
        var (first, second) = (await socket.NextAsync("sent"), await socket.NextAsync("sent"));
        Assert.Equal(first.GetRawText(), second.GetRawText());
        await ana.EndOfAsync(session, first.GetProperty("replyId").GetGuid());
    }

    [Fact]
    public async Task A_refused_message_is_an_error_in_words_and_the_socket_stays()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        await using var mine = await SocketClient.AsPageAsync(ana, session);
        await mine.SendAsync(new { type = "send", content = "" });
        Assert.Contains("Type a message", (await mine.NextAsync("error")).GetProperty("message").GetString(), StringComparison.Ordinal);

        await using var theirs = await SocketClient.AsPageAsync(ben, session);
        await theirs.SendAsync(new { type = "send", content = "May I?" });
        Assert.Equal("read_only", (await theirs.NextAsync("error")).GetProperty("code").GetString());
        await theirs.SendAsync(new { type = "ping", n = 1 });
        await theirs.NextAsync("pong");
        Assert.Empty((await ana.ListAsync(session)).Items);
    }

    [Fact]
    public async Task Stop_works_over_the_socket()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var socket = await SocketClient.AsPageAsync(ana, session, "");
        var (sent, script) = await ana.AskAsync(session);
        await socket.SendAsync(new { type = "stop", runId = sent.RunId });
        await script.Aborted.SoonAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("stopped", (await socket.NextAsync("run", f => f.GetProperty("status").GetString() != "running")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_page_that_wants_no_content_gets_none()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var page = await SocketClient.AsPageAsync(ana, session, "content=0");
        await using var program = await SocketClient.AsPageAsync(ben, session, "");
        await program.NextAsync("welcome");

        await ana.HearAsync(session, "For programs");
        await program.NextAsync("message.completed");
        await program.SendAsync(new { type = "typing", active = true });
        await page.NextAsync("typing");

        Assert.All(page.Seen, f => Assert.Contains(SocketClient.TypeOf(f), (string[])["welcome", "presence", "typing"]));
    }

    [Fact]
    public async Task A_program_that_lost_its_socket_resumes_without_a_gap_or_a_repeat()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var key = await ana.NewKeyAsync();
        var first = await SocketClient.WithKeyAsync(host, session, key);
        await first.NextAsync("welcome");
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("One ");
        var last = (await first.NextAsync("message.delta")).GetProperty("eventId").GetString();
        await first.DisposeAsync();
        await script.SendAsync("two ");

        await using var second = await SocketClient.WithKeyAsync(host, session, key, "content=0");
        await second.NextAsync("welcome");
        await using var third = await SocketClient.WithKeyAsync(host, session, key);
        await third.NextAsync("welcome");
        await third.SendAsync(new { type = "resume", lastEventId = last });
        await third.NextAsync("message.delta", f => f.GetProperty("text").GetString()!.Contains("two", StringComparison.Ordinal));
        await script.SendAsync("three");
        _ = script.FinishAsync();
        await third.NextAsync("message.completed");

        Assert.Equal("One two three", TextOf([.. first.Seen, .. third.Seen], sent.ReplyId));
        Assert.Equal("One two three", (await ana.EndOfAsync(session, sent.ReplyId)).Content);
    }

    [Fact]
    public async Task A_program_that_joins_in_the_middle_gets_the_text_from_its_start()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var (sent, script) = await ana.AskAsync(session);
        await script.SendAsync("One ");
        await Soon.UntilAsync(() => ana.MessageAsync(session, sent.ReplyId), m => m.Content == "One ");
        await using var socket = await SocketClient.WithKeyAsync(host, session, await ana.NewKeyAsync());
        await socket.NextAsync("message.delta");
        await script.SendAsync("two");
        _ = script.FinishAsync();
        await socket.NextAsync("message.completed");
        Assert.Equal("One two", TextOf(socket.Seen, sent.ReplyId));
    }

    /// <summary>What a client holds that takes whole messages as they are, places every delta by its offset, and minds gaps.</summary>
    static string TextOf(IEnumerable<JsonElement> frames, Guid message)
    {
        var text = "";
        foreach (var frame in frames)
        {
            if (frame.TryGetProperty("message", out var whole) && whole.GetProperty("id").GetGuid() == message && SocketClient.TypeOf(frame) == "message.created")
                text = whole.GetProperty("content").GetString()!;
            if (SocketClient.TypeOf(frame) != "message.delta" || frame.GetProperty("messageId").GetGuid() != message) continue;
            var offset = frame.GetProperty("offset").GetInt32();
            Assert.InRange(offset, 0, text.Length);
            text = text[..offset] + frame.GetProperty("text").GetString();
        }
        return text;
    }
}
