using System.Net;
using System.Text.Json;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Typing and presence between the pages of several people.</summary>
[Collection("chat")]
public sealed class SocketTests(TestHost host)
{
    [Fact]
    public async Task Welcome_says_who_one_is_who_takes_part_and_who_is_there()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben, "viewer");
        await using var first = await SocketClient.AsPageAsync(ana, session);
        await first.NextAsync("welcome");

        await using var second = await SocketClient.AsPageAsync(ben, session);
        var welcome = await second.NextAsync("welcome");

        Assert.Equal("chat.v1", second.SubProtocol);
        Assert.Equal(ben.User.UserId, welcome.GetProperty("user").GetProperty("id").GetGuid());
        Assert.Equal([("Ana", "owner"), ("Ben", "viewer")],
            welcome.GetProperty("participants").EnumerateArray().Select(p => (p.GetProperty("name").GetString()!, p.GetProperty("role").GetString()!)));
        Assert.Equal(["Ana", "Ben"], welcome.GetProperty("present").EnumerateArray().Select(p => p.GetProperty("name").GetString()!).Order());
        Assert.NotEqual(Guid.Empty, welcome.GetProperty("connectionId").GetGuid());
    }

    [Fact]
    public async Task Typing_is_seen_by_the_others_and_not_by_oneself()
    {
        var (ana, ben, session) = await PairAsync();
        await using var first = await SocketClient.AsPageAsync(ana, session);
        await using var second = await SocketClient.AsPageAsync(ben, session);
        await second.NextAsync("welcome");

        await first.SendAsync(new { type = "typing", active = true });
        var typing = await second.NextAsync("typing");
        Assert.Equal((ana.User.UserId, true), (IdOf(typing), typing.GetProperty("active").GetBoolean()));
        Assert.InRange(typing.GetProperty("ttl").GetInt32(), 1000, 10_000);

        await first.SendAsync(new { type = "typing", active = false });
        Assert.False((await second.NextAsync("typing")).GetProperty("active").GetBoolean());

        await second.SendAsync(new { type = "typing", active = true });
        await first.NextAsync("typing", f => IdOf(f) == ben.User.UserId);
        Assert.DoesNotContain(first.Seen, f => SocketClient.TypeOf(f) == "typing" && IdOf(f) == ana.User.UserId);

        await using var third = await SocketClient.AsPageAsync(ana, session);
        Assert.Equal(ben.User.UserId, (await third.NextAsync("welcome")).GetProperty("typing").EnumerateArray().Single().GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Typing_stops_by_itself_when_the_page_goes_silent_or_away()
    {
        var (ana, ben, session) = await PairAsync();
        var first = await SocketClient.AsPageAsync(ana, session);
        await using var second = await SocketClient.AsPageAsync(ben, session);
        // Who comes later learns of it in the welcome.
        await second.NextAsync("welcome");
        await first.SendAsync(new { type = "typing", active = true });
        await second.NextAsync("typing", f => f.GetProperty("active").GetBoolean());
        // Six seconds of silence.
        await second.NextAsync("typing", f => !f.GetProperty("active").GetBoolean());

        await first.SendAsync(new { type = "typing", active = true });
        await second.NextAsync("typing", f => f.GetProperty("active").GetBoolean());
        await first.DisposeAsync();
        await second.NextAsync("typing", f => !f.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Presence_tells_who_joined_changed_and_left()
    {
        var (ana, ben, session) = await PairAsync();
        await using var first = await SocketClient.AsPageAsync(ana, session);
        await first.NextAsync("presence", f => Ids(f, "joined").Contains(ana.User.UserId));

        var second = await SocketClient.AsPageAsync(ben, session);
        var joined = await first.NextAsync("presence", f => Ids(f, "joined").Contains(ben.User.UserId));
        Assert.Equal(2, joined.GetProperty("count").GetInt32());

        // The best of a person's pages counts.
        await using var third = await SocketClient.AsPageAsync(ben, session);
        await third.NextAsync("welcome");
        await second.SendAsync(new { type = "presence", state = "hidden" });
        await third.SendAsync(new { type = "presence", state = "idle" });
        await first.NextAsync("presence", f => f.GetProperty("changed").EnumerateArray().Any(p => p.GetProperty("id").GetGuid() == ben.User.UserId && p.GetProperty("state").GetString() == "idle"));

        await second.DisposeAsync();
        await third.DisposeAsync();
        var left = await first.NextAsync("presence", f => f.GetProperty("left").EnumerateArray().Any(id => id.GetGuid() == ben.User.UserId));
        Assert.Equal(1, left.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_page_that_reloads_does_not_leave()
    {
        var (ana, ben, session) = await PairAsync();
        await using var first = await SocketClient.AsPageAsync(ana, session);
        var second = await SocketClient.AsPageAsync(ben, session);
        await first.NextAsync("presence", f => Ids(f, "joined").Contains(ben.User.UserId));

        await second.DisposeAsync();
        await using var again = await SocketClient.AsPageAsync(ben, session);
        await again.NextAsync("welcome");
        // A later change that goes the same way: whatever came before it has come.
        await again.SendAsync(new { type = "presence", state = "hidden" });
        await first.NextAsync("presence", f => f.GetProperty("changed").GetArrayLength() > 0);

        Assert.DoesNotContain(first.Seen, f => SocketClient.TypeOf(f) == "presence" && f.GetProperty("left").GetArrayLength() > 0);
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_number()
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var socket = await SocketClient.AsPageAsync(ana, await ana.StartAsync());
        await socket.SendAsync(new { type = "something newer", x = 1 });
        await socket.SendAsync(new { type = "ping", n = 42 });
        Assert.Equal(42, (await socket.NextAsync("pong")).GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task The_same_address_is_the_page_for_everybody_who_does_not_upgrade()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync("Both");
        await using var socket = await SocketClient.AsPageAsync(ana, session);
        using var page = await ana.NavigateAsync($"/chat/{session}");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
    }

    async Task<(ChatClient Ana, ChatClient Ben, Guid Session)> PairAsync()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        return (ana, ben, session);
    }

    static Guid IdOf(JsonElement typing) => typing.GetProperty("user").GetProperty("id").GetGuid();

    static IEnumerable<Guid> Ids(JsonElement frame, string which) => frame.GetProperty(which).EnumerateArray().Select(p => p.GetProperty("id").GetGuid());
}
