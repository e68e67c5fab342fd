using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Too many sockets, and clients that read nothing or answer nothing, on a host with little patience.</summary>
public sealed class SocketStrainTests : IAsyncLifetime
{
    const int PerPerson = 5;
    const int Total = 8;

    TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartNewAsync(settings =>
    {
        settings["Chat:SocketsPerPerson"] = $"{PerPerson}";
        settings["Chat:Sockets"] = $"{Total}";
        settings["Chat:SocketPatienceSeconds"] = "2";
        settings["Chat:SocketHeartbeatSeconds"] = "2";
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    int OpenIn(Guid session) => _host.Services.GetRequiredService<Rooms>().In(session);

    [Fact]
    public async Task A_client_that_does_not_read_costs_bounded_memory_and_is_cut_and_the_others_get_everything()
    {
        const int Events = 2000;
        var ana = await ChatClient.SignInAsync(_host);
        var session = await ana.StartAsync();
        var key = await ana.NewKeyAsync();
        using var deaf = await RawSocket.ConnectAsync(_host, session, key);
        await using var hearing = await SocketClient.WithKeyAsync(_host, session, key);
        await hearing.NextAsync("welcome");
        Assert.Equal(2, OpenIn(session));

        var feeds = _host.Services.GetRequiredService<SessionFeeds>();
        var text = new string('x', 16 * 1024);
        for (var i = 0; i < Events; i++)
        {
            feeds.Publish(session, new FeedEvent { Payload = new { type = "noise", number = i, text } });
            // As fast as somebody who reads can follow: the ring is not what is tested.
            if (i % 100 == 99) await hearing.NextAsync("noise", f => f.GetProperty("number").GetInt32() == i);
        }

        await Soon.UntilAsync(() => Task.FromResult(OpenIn(session)), open => open == 1);
        Assert.Equal(Enumerable.Range(0, Events), hearing.Seen.Where(f => SocketClient.TypeOf(f) == "noise").Select(f => f.GetProperty("number").GetInt32()));
        await hearing.SendAsync(new { type = "ping", n = 1 });
        await hearing.NextAsync("pong");
    }

    [Fact]
    public async Task A_client_that_answers_no_ping_is_cut_and_one_that_does_stays()
    {
        var ana = await ChatClient.SignInAsync(_host);
        var session = await ana.StartAsync();
        var key = await ana.NewKeyAsync();
        await using var alive = await SocketClient.WithKeyAsync(_host, session, key, "content=0");
        await alive.NextAsync("welcome");
        using var dead = await RawSocket.ConnectAsync(_host, session, key, "content=0");

        // Nobody is there to hear a code.
        Assert.Equal(0, await dead.CloseCodeAsync());

        await Soon.UntilAsync(() => Task.FromResult(OpenIn(session)), open => open == 1);
        await alive.SendAsync(new { type = "ping", n = 1 });
        await alive.NextAsync("pong");
    }

    [Fact]
    public async Task One_socket_more_than_a_person_may_have_in_all_sessions_ends_the_oldest()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(_host), await ChatClient.SignInAsync(_host));
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
        var sockets = new List<SocketClient>();
        var sessions = new List<(ChatClient Person, Guid Session)>();
        for (var i = 0; i < 3; i++)
        {
            var person = await ChatClient.SignInAsync(_host);
            sessions.Add((person, await person.StartAsync()));
        }
        for (var i = 0; i < Total; i++)
        {
            sockets.Add(await SocketClient.AsPageAsync(sessions[i % 2].Person, sessions[i % 2].Session));
            await sockets[^1].NextAsync("welcome");
        }
        await using var refused = await SocketClient.AsPageAsync(sessions[2].Person, sessions[2].Session);
        Assert.Equal(1013, await refused.Closed.SoonAsync());
        Assert.Empty(refused.Seen);

        foreach (var socket in sockets) await socket.DisposeAsync();
        await Soon.UntilAsync(() => Task.FromResult(_host.Services.GetRequiredService<Rooms>().IsFull), full => !full);
        await using var admitted = await SocketClient.AsPageAsync(sessions[2].Person, sessions[2].Session);
        await admitted.NextAsync("welcome");
    }
}
