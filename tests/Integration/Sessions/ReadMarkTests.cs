using System.Text.Json;
using ChatMonolith.Tests.Integration.Chat;
using Xunit;

namespace ChatMonolith.Tests.Integration.Sessions;

/// <summary>How far somebody has read: who moves it, how far, and who learns of it.</summary>
[Collection("host")]
public sealed class ReadMarkTests(TestHost host)
{
    [Fact]
    public async Task A_frame_moves_the_mark_tells_the_session_and_never_goes_back()
    {
        var (ana, ben, session) = await PairAsync();
        var (first, second) = (await ana.HearAsync(session, "One"), await ana.HearAsync(session, "Two"));
        await using var anas = await SocketClient.AsPageAsync(ana, session);
        await using var bens = await SocketClient.AsPageAsync(ben, session);
        foreach (var socket in new[] { anas, bens }) await socket.NextAsync("welcome");

        await bens.SendAsync(new { type = "read", messageId = first.Id });
        var read = await anas.NextAsync("read");
        Assert.Equal((ben.User.UserId, "Ben", first.Id), ReaderOf(read));
        Assert.Equal(2, (await ben.ListedAsync(session)).Unread);

        await bens.SendAsync(new { type = "read", messageId = second.Id });
        await anas.NextAsync("read", f => f.GetProperty("messageId").GetGuid() == second.Id);
        await bens.SendAsync(new { type = "read", messageId = first.Id });
        await bens.SendAsync(new { type = "ping", n = 1 });
        await bens.NextAsync("pong");
        Assert.Equal(0, (await ben.ListedAsync(session)).Unread);
        // Of what the server did for the frame that was answered last, nothing can come later than this.
        await bens.SendAsync(new { type = "typing", active = true });
        await anas.NextAsync("typing");
        Assert.Equal(2, anas.Seen.Count(f => SocketClient.TypeOf(f) == "read"));
    }

    [Fact]
    public async Task Only_a_message_of_this_session_can_be_read_in_it()
    {
        var (ana, ben, session) = await PairAsync();
        await ana.HearAsync(session, "Here");
        var foreign = await ana.HearAsync(await ana.StartAsync(), "There");
        await using var socket = await SocketClient.AsPageAsync(ben, session);
        foreach (var id in new[] { foreign.Id, Guid.NewGuid() })
        {
            await socket.SendAsync(new { type = "read", messageId = id });
            Assert.Equal("message_not_found", (await socket.NextAsync("error")).GetProperty("code").GetString());
        }
        await socket.SendAsync(new { type = "read" });
        await socket.SendAsync(new { type = "ping", n = 2 });
        await socket.NextAsync("pong");
        Assert.Equal(2, (await ben.ListedAsync(session)).Unread);
    }

    [Fact]
    public async Task A_mark_is_stored_when_its_reader_leaves()
    {
        var (ana, ben, session) = await PairAsync();
        var answer = await ana.HearAsync(session, "Kept");
        var socket = await SocketClient.AsPageAsync(ben, session);
        await socket.SendAsync(new { type = "read", messageId = answer.Id });
        // What a connection carried when it broke may be lost with it; what the server has read counts.
        await socket.SendAsync(new { type = "ping", n = 1 });
        await socket.NextAsync("pong");
        await socket.DisposeAsync();
        await Soon.UntilAsync(() => MarksAsync(session, ben), n => n == 1);
    }

    [Fact]
    public async Task Opening_the_page_reads_it_and_its_sockets_learn_that()
    {
        var (ana, ben, session) = await PairAsync();
        var answer = await ana.HearAsync(session, "Look");
        await using var socket = await SocketClient.AsPageAsync(ana, session);
        await socket.NextAsync("welcome");
        await ben.OpenAsync(session);
        Assert.Equal((ben.User.UserId, "Ben", answer.Id), ReaderOf(await socket.NextAsync("read")));
    }

    [Fact]
    public async Task The_page_says_under_the_newest_message_that_others_have_read_who_they_are()
    {
        var (ana, ben, session) = await PairAsync();
        var first = await ana.HearAsync(session, "One");
        Assert.Null((await ana.OpenAsync(session)).Document.GetElementById("seen"));

        await ben.OpenAsync(session);
        await ana.HearAsync(session, "Two");
        Assert.Equal(($"message-{first.Id}", "Seen by Ben"), Seen(await ana.OpenAsync(session)));
        // Ana has opened it since; who looks is not told of themselves.
        Assert.Equal("Seen by Ana", Seen(await ben.OpenAsync(session)).Text);

        var others = new List<ChatClient>();
        foreach (var name in new[] { "Cem", "Dia", "Eli" })
        {
            others.Add(await ChatClient.SignInAsync(host, name));
            await ana.ShareAsync(session, others[^1]);
        }
        await others[0].OpenAsync(session);
        Assert.Equal("Seen by Ben and Cem", Seen(await ana.OpenAsync(session)).Text);
        await others[1].OpenAsync(session);
        Assert.Equal("Seen by Ben, Cem and Dia", Seen(await ana.OpenAsync(session)).Text);
        await others[2].OpenAsync(session);
        Assert.Equal("Seen by 4 people", Seen(await ana.OpenAsync(session)).Text);

        // Somebody who is taken out is not spoken of any more.
        using var removed = await ana.RemoveAsync(session, ben.User.Email);
        Assert.Equal("Seen by Cem, Dia and Eli", Seen(await ana.OpenAsync(session)).Text);
    }

    [Fact]
    public async Task The_marks_of_a_deleted_session_go_with_it()
    {
        var (ana, ben, session) = await PairAsync();
        await ana.HearAsync(session, "Soon gone");
        await ben.OpenAsync(session);
        await Soon.UntilAsync(() => MarksAsync(session, ben), n => n == 1);
        using var deleted = await ana.DeleteAsync(session);
        await Soon.UntilAsync(() => MarksAsync(session, ben), n => n == 0);
    }

    Task<long> MarksAsync(Guid session, ChatClient of) =>
        TestDatabase.ScalarAsync<long>(host.ConnectionString, "select count(*) from chat.read_marks where session_id = $1 and user_id = $2", session, of.User.UserId);

    static (string? Message, string? Text) Seen(PageDom page)
    {
        var seen = page.Document.GetElementById("seen");
        return (seen?.ParentElement?.QuerySelector("article")?.Id, seen?.TextContent);
    }

    static (Guid, string?, Guid) ReaderOf(JsonElement read) =>
        (read.GetProperty("user").GetProperty("id").GetGuid(), read.GetProperty("user").GetProperty("name").GetString(), read.GetProperty("messageId").GetGuid());

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> PairAsync()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        return (ana, ben, session);
    }
}
