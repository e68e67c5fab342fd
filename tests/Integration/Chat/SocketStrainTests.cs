using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Too many sockets, and clients that read nothing or answer nothing, on a host with little patience.</summary>
public sealed class SocketStrainTests
{
    const int PerPerson = 5;
    const int Total = 8;

    static Task<TestHost> HostAsync(string setting, int value) => TestHost.StartNewAsync(settings => settings[$"Chat:{setting}"] = $"{value}");

    static int OpenIn(TestHost host, Guid session) => host.Services.GetRequiredService<Rooms>().In(session);

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_and_the_others_get_everything()
    {
        const int Events = 2000;
        // Long enough for whoever reads on a machine that has much else to do.
        await using var host = await HostAsync("SocketPatienceSeconds", 8);
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var key = await ana.NewKeyAsync();
        using var deaf = await RawSocket.ConnectAsync(host, session, key);
        await using var hearing = await SocketClient.WithKeyAsync(host, session, key);
        await hearing.NextAsync("welcome");
        await Soon.UntilAsync(() => Task.FromResult(OpenIn(host, session)), open => open == 2);

        var feeds = host.Services.GetRequiredService<SessionFeeds>();
        var text = new string('x', 16 * 1024);
        for (var i = 0; i < Events; i++)
        {
            feeds.Publish(session, new FeedEvent { Payload = new { type = "noise", number = i, text } });
            // As fast as somebody who reads can follow: the ring is not what is tested.
            if (i % 100 == 99) await hearing.NextAsync("noise", f => f.GetProperty("number").GetInt32() == i);
        }

        await Soon.UntilAsync(() => Task.FromResult(OpenIn(host, session)), open => open == 1);
        Assert.Equal(Enumerable.Range(0, Events), hearing.Seen.Where(f => SocketClient.TypeOf(f) == "noise").Select(f => f.GetProperty("number").GetInt32()));
        await hearing.SendAsync(new { type = "ping", n = 1 });
        await hearing.NextAsync("pong");
    }

    [Fact]
    public async Task A_client_that_answers_no_ping_is_cut_and_one_that_does_stays()
    {
        await using var host = await HostAsync("SocketHeartbeatSeconds", 2);
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        var key = await ana.NewKeyAsync();
        await using var alive = await SocketClient.WithKeyAsync(host, session, key, "content=0");
        await alive.NextAsync("welcome");
        using var dead = await RawSocket.ConnectAsync(host, session, key, "content=0");

        // Nobody is there to hear a code.
        Assert.Equal(0, await dead.CloseCodeAsync());

        await Soon.UntilAsync(() => Task.FromResult(OpenIn(host, session)), open => open == 1);
        await alive.SendAsync(new { type = "ping", n = 1 });
        await alive.NextAsync("pong");
    }

    [Fact]
    public async Task One_socket_more_than_a_person_may_have_in_all_sessions_ends_the_oldest()
    {
        await using var host = await HostAsync("SocketsPerPerson", PerPerson);
        var (ana, ben) = (await ChatClient.SignInAsync(host), await ChatClient.SignInAsync(host));
        await using var other = await SocketClient.AsPageAsync(ben, await ben.StartAsync());
        var sockets = new List<SocketClient>();
        for (var i = 0; i <= PerPerson; i++)
        {
            sockets.Add(await SocketClient.AsPageAsync(ana, await ana.StartAsync()));
            await sockets[^1].NextAsync("welcome");
        }
        Assert.Equal(4409, await sockets[0].Closed.SoonAsync());
        Assert.All(sockets.Skip(1).Append(other), s => Assert.False(s.Closed.IsCompleted));
        foreach (var socket in sockets) await socket.DisposeAsync();
    }

    [Fact]
    public async Task A_full_server_says_so_and_takes_the_next_when_there_is_room_again()
    {
        await using var host = await HostAsync("Sockets", Total);
        var sockets = new List<SocketClient>();
        var sessions = new List<(ChatClient Person, Guid Session)>();
        for (var i = 0; i < 3; i++)
        {
            var person = await ChatClient.SignInAsync(host);
            sessions.Add((person, await person.StartAsync()));
        }
        for (var i = 0; i < Total; i++)
        {
            sockets.Add(await SocketClient.AsPageAsync(sessions[i % 2].Person, sessions[i % 2].Session));
            await sockets[^1].NextAsync("welcome");
        }
        // It may be closed before it is seen to be open.
        await using var refused = await SocketClient.TryAsync(host, sessions[2].Session, "", o =>
        {
            o.Cookies = sessions[2].Person.User.Cookies;
            o.SetRequestHeader("Origin", host.BaseAddress.GetLeftPart(UriPartial.Authority));
        });
        Assert.Equal(1013, await refused.Closed.SoonAsync());
        Assert.Empty(refused.Seen);

        foreach (var socket in sockets) await socket.DisposeAsync();
        await Soon.UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<Rooms>().IsFull), full => !full);
        await using var admitted = await SocketClient.AsPageAsync(sessions[2].Person, sessions[2].Session);
        await admitted.NextAsync("welcome");
    }
}
