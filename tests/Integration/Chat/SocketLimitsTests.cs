using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Who may open a socket, and what ends it.</summary>
[Collection("chat")]
public sealed class SocketLimitsTests(TestHost host)
{
    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\": 5}")]
    [InlineData("{\"type\":\"send\",\"parentId\":\"no id\"}")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"typing\",\"active\":\"yes\"}")]
    [InlineData("{\"type\":\"typing\",\"active\":true,\"threadId\":7}")]
    [InlineData("{\"type\":\"typing\",\"active\":true,\"threadId\":\"no id\"}")]
    [InlineData("{\"type\":\"\\ud800\"}")]
    [InlineData("{\"type\":\"send\",\"content\":\"\\ud800\"}")]
    public async Task What_is_not_a_frame_ends_the_socket(string text)
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var socket = await SocketClient.AsPageAsync(ana, await ana.StartAsync(), "");
        await socket.SendTextAsync(text);
        Assert.Equal(4400, await socket.Closed.SoonAsync());
    }

    [Fact]
    public async Task Too_large_a_frame_ends_the_socket()
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var socket = await SocketClient.AsPageAsync(ana, await ana.StartAsync());
        await socket.SendAsync(new { type = "ping", padding = new string('x', 65 * 1024) });
        Assert.Equal(1009, await socket.Closed.SoonAsync());
    }

    [Fact]
    public async Task A_page_needs_only_small_frames()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var page = await SocketClient.AsPageAsync(ana, session, "content=0");
        await page.SendAsync(new { type = "ping", n = 1, padding = new string('x', 4000) });
        await page.NextAsync("pong");
        await page.SendAsync(new { type = "ping", n = 2, padding = new string('x', 4096) });
        Assert.Equal(1009, await page.Closed.SoonAsync());

        await using var program = await SocketClient.AsPageAsync(ana, session, "");
        await program.SendAsync(new { type = "ping", n = 3, padding = new string('x', 65_000) });
        await program.NextAsync("pong");
    }

    [Fact]
    public async Task Bytes_are_no_frame()
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var socket = await SocketClient.AsPageAsync(ana, await ana.StartAsync());
        await socket.SendBytesAsync("{\"type\":\"ping\"}"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Binary);
        Assert.Equal(4400, await socket.Closed.SoonAsync());
    }

    [Fact]
    public async Task What_is_newer_than_the_server_is_ignored_whatever_is_in_it()
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var socket = await SocketClient.AsPageAsync(ana, await ana.StartAsync());
        await socket.SendAsync(new { type = "newer", state = new { deep = 1 }, runId = 5, active = "maybe", content = new[] { 1 } });
        await socket.SendAsync(new { type = "ping", n = 1, newer = new { field = true } });
        await socket.NextAsync("pong");
    }

    [Theory]
    [InlineData("", HttpStatusCode.SwitchingProtocols, null)]
    [InlineData("chat.v1", HttpStatusCode.SwitchingProtocols, "chat.v1")]
    [InlineData("chat.v2,chat.v1", HttpStatusCode.SwitchingProtocols, "chat.v1")]
    [InlineData("chat.v2", HttpStatusCode.BadRequest, null)]
    [InlineData("mqtt,graphql-ws", HttpStatusCode.BadRequest, null)]
    public async Task A_client_may_offer_other_subprotocols_beside_this_one_but_not_only_others(string offered, HttpStatusCode status, string? agreed)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var key = await ana.NewKeyAsync();
        await using var socket = await SocketClient.TryAsync(host, session, "content=0", o =>
        {
            o.SetRequestHeader("Authorization", $"Bearer {key}");
        }, offered.Split(',', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((status, agreed), (socket.Status, string.IsNullOrEmpty(socket.SubProtocol) ? null : socket.SubProtocol));
    }

    [Fact]
    public async Task A_flood_of_frames_ends_the_socket()
    {
        var ana = await ChatClient.SignInAsync(host);
        await using var socket = await SocketClient.AsPageAsync(ana, await ana.StartAsync());
        for (var i = 0; i < 32; i++) await socket.SendAsync(new { type = "ping", n = i });
        await socket.NextAsync("pong", f => f.GetProperty("n").GetInt32() == 31);
        await socket.SendAsync(new { type = "ping", n = 32 });
        Assert.Equal(4429, await socket.Closed.SoonAsync());
    }

    [Fact]
    public async Task The_longest_message_fits_into_a_frame()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var socket = await SocketClient.AsPageAsync(ana, session, "");
        await socket.SendAsync(new { type = "send", content = new string('x', 32 * 1024) });
        await ana.EndOfAsync(session, (await socket.NextAsync("sent")).GetProperty("replyId").GetGuid());
    }

    [Fact]
    public async Task A_cookie_counts_only_from_the_own_origin_and_a_key_from_anywhere()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var key = await ana.NewKeyAsync();

        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync(session, o => Cookie(o, host.BaseAddress.GetLeftPart(UriPartial.Authority))));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(session, o => Cookie(o, null)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(session, o => Cookie(o, "https://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(session, o => Cookie(o, "null")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(session, o => Cookie(o, $"http://{host.BaseAddress.Authority}.evil.example")));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync(session, o => o.SetRequestHeader("Authorization", $"Bearer {key}")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(session, o => o.SetRequestHeader("Authorization", "Bearer cm_wrong")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(session, o => o.SetRequestHeader("Origin", host.BaseAddress.GetLeftPart(UriPartial.Authority))));

        void Cookie(ClientWebSocketOptions options, string? origin)
        {
            options.Cookies = ana.User.Cookies;
            if (origin is not null) options.SetRequestHeader("Origin", origin);
        }
    }

    [Fact]
    public async Task Who_takes_no_part_is_refused_before_the_upgrade()
    {
        var (ana, eve) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        var key = await eve.NewKeyAsync();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(session, o => o.SetRequestHeader("Authorization", $"Bearer {key}")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(Guid.NewGuid(), o => o.SetRequestHeader("Authorization", $"Bearer {key}")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("content=0")]
    public async Task Who_is_removed_is_cut_off_and_told_not_to_come_back(string query)
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        var session = await ana.StartAsync();
        await ana.ShareAsync(session, ben);
        await using var mine = await SocketClient.AsPageAsync(ana, session, query);
        await using var theirs = await SocketClient.AsPageAsync(ben, session, query);
        await theirs.NextAsync("welcome");

        using var removed = await ana.RemoveAsync(session, ben.User.Email);

        Assert.Equal(4403, await theirs.Closed.SoonAsync(TimeSpan.FromSeconds(5)));
        await mine.SendAsync(new { type = "ping", n = 1 });
        await mine.NextAsync("pong");
    }

    [Theory]
    [InlineData("")]
    [InlineData("content=0")]
    public async Task A_deleted_session_is_gone(string query)
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await using var socket = await SocketClient.AsPageAsync(ana, session, query);
        await socket.NextAsync("welcome");
        using var deleted = await ana.DeleteAsync(session);
        Assert.Equal(4404, await socket.Closed.SoonAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task The_eleventh_socket_of_a_person_ends_the_oldest()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var sockets = new List<SocketClient>();
        for (var i = 0; i < 11; i++)
        {
            sockets.Add(await SocketClient.AsPageAsync(ana, session));
            await sockets[^1].NextAsync("welcome");
        }
        Assert.Equal(4409, await sockets[0].Closed.SoonAsync());
        Assert.All(sockets.Skip(1), s => Assert.False(s.Closed.IsCompleted));
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    async Task<HttpStatusCode> StatusAsync(Guid session, Action<ClientWebSocketOptions> configure)
    {
        await using var socket = await SocketClient.TryAsync(host, session, "content=0", configure);
        return socket.Status;
    }
}
