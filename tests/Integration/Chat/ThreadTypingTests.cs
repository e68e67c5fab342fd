using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Who types in a thread is told where that thread is looked at, and not in the conversation.</summary>
[Collection("chat")]
public sealed class ThreadTypingTests(TestHost host)
{
    [Fact]
    public async Task Typing_is_told_to_the_pages_that_show_the_place_and_to_programs_which_learn_the_thread()
    {
        var (ana, ben, session, root) = await PairAsync();
        var other = await ana.HearAsync(session, "Another root");
        await using var conversation = await OpenAsync(ben, session, "content=0");
        await using var thread = await OpenAsync(ben, session, $"content=0&thread={root}");
        await using var elsewhere = await OpenAsync(ben, session, $"content=0&thread={other.Id}");
        await using var program = await OpenAsync(ben, session, "");
        await using var hers = await OpenAsync(ana, session, $"content=0&thread={root}");

        foreach (var (threadId, active) in new (Guid?, bool)[] { (root, true), (null, true), (root, false), (null, false), (other.Id, true) })
            await hers.SendAsync(new { type = "typing", active, threadId });

        await program.NextAsync("typing", f => ThreadOf(f) == other.Id);
        Assert.Equal([(root, true), (null, true), (root, false), (null, false), (other.Id, true)], Told(program));
        await elsewhere.NextAsync("typing");
        Assert.Equal([(other.Id, true)], Told(elsewhere));
        await thread.NextAsync("typing", f => !f.GetProperty("active").GetBoolean());
        Assert.Equal([(root, true), (root, false)], Told(thread));
        await conversation.NextAsync("typing", f => !f.GetProperty("active").GetBoolean());
        Assert.Equal([(null, true), (null, false)], Told(conversation));
        Assert.All(program.Seen.Where(IsTyping), f => Assert.Equal((ana.User.UserId, "Ana"), (f.GetProperty("user").GetProperty("id").GetGuid(), f.GetProperty("user").GetProperty("name").GetString())));
    }

    [Fact]
    public async Task Who_comes_later_is_told_who_types_where_they_look()
    {
        var (ana, ben, session, root) = await PairAsync();
        await using var hers = await OpenAsync(ana, session, "");
        await hers.SendAsync(new { type = "typing", active = true, threadId = root });
        await hers.SendAsync(new { type = "ping", n = 1 });
        await hers.NextAsync("pong");

        Assert.Equal([], await TypingAsync("content=0"));
        Assert.Equal([root], await TypingAsync($"content=0&thread={root}"));
        Assert.Equal([root], await TypingAsync(""));

        async Task<IEnumerable<Guid?>> TypingAsync(string query)
        {
            await using var socket = await SocketClient.AsPageAsync(ben, session, query);
            return [.. (await socket.NextAsync("welcome")).GetProperty("typing").EnumerateArray().Select(ThreadOf)];
        }
    }

    [Fact]
    public async Task A_person_who_types_in_two_places_ends_each_by_itself()
    {
        var (ana, ben, session, root) = await PairAsync();
        await using var theirs = await OpenAsync(ben, session, "");
        await using var conversation = await OpenAsync(ana, session, "content=0");
        var thread = await OpenAsync(ana, session, $"content=0&thread={root}");
        await conversation.SendAsync(new { type = "typing", active = true });
        await theirs.NextAsync("typing", f => ThreadOf(f) is null);
        await thread.SendAsync(new { type = "typing", active = true, threadId = root });
        await theirs.NextAsync("typing", f => ThreadOf(f) == root);

        await thread.DisposeAsync();
        await theirs.NextAsync("typing", f => !f.GetProperty("active").GetBoolean());
        Assert.Equal([(null, true), (root, true), (root, false)], Told(theirs));
        await conversation.SendAsync(new { type = "typing", active = false });
        await theirs.NextAsync("typing", f => !f.GetProperty("active").GetBoolean());
        Assert.Equal((null, false), Told(theirs)[^1]);
    }

    [Fact]
    public async Task What_is_sent_is_typed_no_more()
    {
        var (ana, ben, session, root) = await PairAsync();
        await using var theirs = await OpenAsync(ben, session, $"content=0&thread={root}");
        await using var hers = await OpenAsync(ana, session, "");
        await hers.SendAsync(new { type = "typing", active = true, threadId = root });
        await theirs.NextAsync("typing", f => f.GetProperty("active").GetBoolean());
        await hers.SendAsync(new { type = "send", content = "Here it is", threadId = root, comment = true });
        await hers.NextAsync("sent");
        // Told by the sending and not by the six seconds: those begin again with every word.
        await hers.SendAsync(new { type = "typing", active = true, threadId = root });
        await theirs.NextAsync("typing", f => f.GetProperty("active").GetBoolean());
        Assert.Equal([(root, true), (root, false), (root, true)], Told(theirs));
    }

    [Fact]
    public async Task A_thread_that_is_none_is_refused_in_words_and_nobody_is_told()
    {
        var (ana, ben, session, root) = await PairAsync();
        var foreign = await ana.HearAsync(await ana.StartAsync(), "In another session");
        var inside = await ana.HearInThreadAsync(session, root, "Inside");
        await using var theirs = await OpenAsync(ben, session, "");
        await using var hers = await OpenAsync(ana, session, "content=0");

        foreach (var (threadId, code) in new[] { (Guid.NewGuid(), "thread_not_found"), (foreign.Id, "thread_not_found"), (inside.Id, "inside_thread") })
        {
            await hers.SendAsync(new { type = "typing", active = true, threadId });
            Assert.Equal(code, (await hers.NextAsync("error")).GetProperty("code").GetString());
        }
        await hers.SendAsync(new { type = "typing", active = true, threadId = root });
        await theirs.NextAsync("typing");
        Assert.Equal([(root, true)], Told(theirs));
    }

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session, Guid Root)> PairAsync()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        return (ana, ben, session, (await ana.HearAsync(session, "The root")).Id);
    }

    static async Task<SocketClient> OpenAsync(ChatClient person, Guid session, string query)
    {
        var socket = await SocketClient.AsPageAsync(person, session, query);
        await socket.NextAsync("welcome");
        return socket;
    }

    static bool IsTyping(JsonElement frame) => SocketClient.TypeOf(frame) == "typing";

    static Guid? ThreadOf(JsonElement typing) => typing.TryGetProperty("threadId", out var id) ? id.GetGuid() : null;

    static List<(Guid? Thread, bool Active)> Told(SocketClient socket) => [.. socket.Seen.Where(IsTyping).Select(f => (ThreadOf(f), f.GetProperty("active").GetBoolean()))];
}
