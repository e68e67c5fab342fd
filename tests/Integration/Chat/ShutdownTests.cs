using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace ChatMonolith.Tests.Integration.Chat;

public sealed class ShutdownTests(ITestOutputHelper output)
{
    const int Sessions = 20;
    const int Each = 10;

    [Fact]
    public async Task With_200_streams_and_200_sockets_open_all_are_told_and_gone_within_3_seconds()
    {
        var host = await TestHost.StartNewAsync();
        var (streams, sockets, people) = (new List<SseClient>(), new List<SocketClient>(), new List<ChatClient>());
        for (var s = 0; s < Sessions; s++)
        {
            // A person has at most 50 sockets.
            var person = s % 5 == 0 ? await ChatClient.SignInAsync(host) : people[^1];
            people.Add(person);
            var session = await person.StartAsync();
            for (var i = 0; i < Each; i++)
            {
                streams.Add(await person.FollowAsync(session));
                sockets.Add(await SocketClient.AsPageAsync(person, session));
            }
        }
        foreach (var stream in streams) await stream.NextAsync("cm-hello");
        foreach (var socket in sockets) await socket.NextAsync("welcome");

        var down = Stopwatch.StartNew();
        var disposed = host.DisposeAsync();
        var ends = await Task.WhenAll(streams.Select(s => s.ToEndAsync()));
        var codes = await Task.WhenAll(sockets.Select(s => s.Closed.SoonAsync()));
        var ended = down.Elapsed;
        output.WriteLine($"{streams.Count} streams and {sockets.Count} sockets ended after {ended.TotalMilliseconds:N0} ms");
        await disposed;
        output.WriteLine($"the host, its provider and its database were gone after {down.ElapsedMilliseconds} ms");

        Assert.All(ends, e => Assert.Contains(e, i => i.Event == "cm-bye"));
        Assert.All(codes, c => Assert.Equal(1012, c));
        Assert.InRange(ended, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        foreach (var stream in streams) await stream.DisposeAsync();
        foreach (var socket in sockets) await socket.DisposeAsync();
    }
}
