using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>Coming back to a session over the socket: from where, and with what.</summary>
[Collection("chat")]
public sealed class SocketResumeTests(TestHost host)
{
    const int MoreThanTheRingHolds = 1100;

    [Fact]
    public async Task Since_gives_what_happened_after_an_event_and_nothing_twice()
    {
        var (ana, session, key) = await StartAsync();
        string begin;
        await using (var first = await SocketClient.WithKeyAsync(host, session, key))
            begin = (await first.NextAsync("welcome")).GetProperty("lastEventId").GetString()!;
        var (one, two) = (await ana.HearAsync(session, "One"), await ana.HearAsync(session, "Two"));

        await using var all = await SocketClient.WithKeyAsync(host, session, key, $"since={begin}");
        await all.NextAsync("message.completed", f => f.GetProperty("messageId").GetGuid() == one.Id);
        var last = (await all.NextAsync("message.completed", f => f.GetProperty("messageId").GetGuid() == two.Id)).GetProperty("eventId").GetString();
        Assert.Equal(4, all.Seen.Count(f => SocketClient.TypeOf(f) == "message.created"));

        await using var rest = await SocketClient.WithKeyAsync(host, session, key, $"since={last}");
        await rest.NextAsync("welcome");
        using var renamed = await ana.RenameAsync(session, "After");
        await rest.NextAsync("session.renamed");
        Assert.DoesNotContain(rest.Seen, f => SocketClient.TypeOf(f).StartsWith("message.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_id_of_another_life_of_the_server_or_out_of_the_ring_gives_the_changes_whole(bool otherLife)
    {
        var (ana, session, key) = await StartAsync();
        await using var socket = await SocketClient.WithKeyAsync(host, session, key);
        var begin = (await socket.NextAsync("welcome")).GetProperty("lastEventId").GetString()!;
        var heard = await ana.HearAsync(session, "The whole");
        await socket.NextAsync("message.completed");
        if (otherLife) begin = $"0123456789{SessionFeed.MarkOf(session)}.{begin.Split('.')[1]}.{begin.Split('.')[2]}";
        else
            for (var i = 0; i < MoreThanTheRingHolds; i++) host.Services.GetRequiredService<SessionFeeds>().Publish(session, new FeedEvent());

        await using var late = await SocketClient.WithKeyAsync(host, session, key, $"since={begin}");
        var completed = await late.NextAsync("message.completed");

        Assert.Equal("The whole", completed.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(heard.Id, completed.GetProperty("messageId").GetGuid());
        Assert.Single(late.Seen, f => SocketClient.TypeOf(f) == "message.created");
        Assert.DoesNotContain(late.Seen, f => SocketClient.TypeOf(f) == "message.delta");
        // From the last one on it goes on as always.
        await late.SendAsync(new { type = "resume", lastEventId = completed.GetProperty("eventId").GetString() });
        await ana.HearAsync(session, "More");
        await late.NextAsync("message.completed", f => f.GetProperty("message").GetProperty("content").GetString() == "More");
    }

    [Fact]
    public async Task Too_far_behind_is_a_reload_and_the_socket_goes_on()
    {
        var ana = await ChatClient.SignInAsync(host);
        var session = await ana.StartAsync();
        await TranscriptSeed.FillAsync(host.ConnectionString, session, ana.User, 150);
        await using var socket = await SocketClient.WithKeyAsync(host, session, await ana.NewKeyAsync());
        await socket.NextAsync("welcome");
        await socket.SendAsync(new { type = "resume", lastEventId = $"0123456789{SessionFeed.MarkOf(session)}.0.0" });
        var reload = await socket.NextAsync("reload");
        Assert.Equal("too_far", reload.GetProperty("why").GetString());
        await socket.SendAsync(new { type = "resume", lastEventId = reload.GetProperty("eventId").GetString() });
        var heard = await ana.HearAsync(session, "Here we are");
        await socket.NextAsync("message.completed", f => f.GetProperty("messageId").GetGuid() == heard.Id);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_id_that_is_none_begins_like_a_client_that_is_new(string? id)
    {
        var (ana, session, key) = await StartAsync();
        await ana.HearAsync(session, "Before");
        await using var socket = await SocketClient.WithKeyAsync(host, session, key);
        await socket.NextAsync("welcome");
        await socket.SendAsync(new { type = "resume", lastEventId = id });
        await socket.SendAsync(new { type = "ping" });
        await socket.NextAsync("pong");
        // A new client hears what happens from when it listens on.
        await Soon.UntilAsync(async () =>
        {
            (await ana.RenameAsync(session, $"Title {Guid.NewGuid()}")).Dispose();
            socket.Take(int.MaxValue);
            return socket.Seen.Any(f => SocketClient.TypeOf(f) == "session.renamed");
        }, heard => heard);
        await ana.HearAsync(session, "After");
        await socket.NextAsync("message.completed", f => f.GetProperty("message").GetProperty("content").GetString() == "After");
        Assert.DoesNotContain(socket.Seen, f => f.GetRawText().Contains("Before", StringComparison.Ordinal));
    }

    async Task<(ChatClient Ana, Guid Session, string Key)> StartAsync()
    {
        var ana = await ChatClient.SignInAsync(host);
        return (ana, await ana.StartAsync(), await ana.NewKeyAsync());
    }
}
