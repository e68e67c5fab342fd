using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using ChatMonolith.Modules.Chat.Presence;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>
/// Hostile clients, one per seed and several at once: some harmless frames, then something wrong. Each gets the close code that the contract says; the host
/// and the sockets of other people in the same session go on as if nothing had been.
/// </summary>
[Collection("chat")]
public sealed class SocketFuzzTests(TestHost host)
{
    const int Seeds = 320;
    const int AtOnce = 8;
    const int Broken = 0;

    // Whatever the attackers do meanwhile, on a machine that has much else to do.
    static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Whatever_many_clients_send_at_once_each_gets_the_right_code_and_nobody_else_notices()
    {
        var (ana, ben) = (await ChatClient.SignInAsync(host, "Ana"), await ChatClient.SignInAsync(host, "Ben"));
        // Of one person only so many sockets may be open.
        var attackers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => ChatClient.SignInAsync(host, "Eve")));
        var session = await ana.StartAsync();
        foreach (var other in attackers.Append(ben)) await ana.ShareAsync(session, other);
        await using var page = await SocketClient.AsPageAsync(ana, session);
        await using var program = await SocketClient.AsPageAsync(ben, session, "");
        foreach (var socket in new[] { page, program }) await socket.NextAsync("welcome");

        var outcomes = Channel.CreateUnbounded<string?>();
        var attacks = attackers.Select(async (eve, lane) =>
        {
            var key = await eve.NewKeyAsync();
            for (var seed = lane + 1; seed <= Seeds; seed += AtOnce) outcomes.Writer.TryWrite(await AttackAsync(seed, session, key));
        }).ToList();
        var (attacked, feeds, wrong) = (Task.WhenAll(attacks), host.Services.GetRequiredService<SessionFeeds>(), new List<string>());
        _ = attacked.ContinueWith(t => outcomes.Writer.TryComplete(t.Exception), TaskScheduler.Default);
        var number = 0;
        await foreach (var outcome in outcomes.Reader.ReadAllAsync())
        {
            if (outcome is not null) wrong.Add(outcome);
            feeds.Publish(session, new FeedEvent { Payload = new { type = "noise", number = ++number } });
            await program.NextAsync("noise", f => f.GetProperty("number").GetInt32() == number).SoonAsync(Bound);
            if (number % 40 == 0) await OthersGoOnAsync(ana, session, page, program, $"after {number}").SoonAsync(Bound);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(Enumerable.Range(1, Seeds), program.Seen.Where(f => SocketClient.TypeOf(f) == "noise").Select(f => f.GetProperty("number").GetInt32()));
        await Soon.UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<Rooms>().In(session)), open => open == 2);
        Assert.False(page.Closed.IsCompleted || program.Closed.IsCompleted);
        // What they sent was never a message.
        Assert.Empty((await ana.ListAsync(session)).Items);
    }

    /// <summary>Null when the client was told what it should be told; otherwise what was wrong.</summary>
    async Task<string?> AttackAsync(int seed, Guid session, string key)
    {
        var attack = new Attack(new Random(seed));
        object code;
        try
        {
            code = await attack.RunAsync(host, session, key);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException or InvalidOperationException)
        {
            code = e.Message;
        }
        return code is int known && attack.Expected.Contains(known) ? null
            : $"seed {seed}: {attack.Name} after {attack.Harmless} harmless frames: {code} instead of {string.Join(" or ", attack.Expected)}";
    }

    static async Task OthersGoOnAsync(ChatClient ana, Guid session, SocketClient page, SocketClient program, string when)
    {
        using var health = await ana.User.GetAsync("/health/ready");
        Assert.True(health.IsSuccessStatusCode, when);
        await page.SendAsync(new { type = "typing", active = true });
        await program.NextAsync("typing", f => f.GetProperty("active").GetBoolean());
        await page.SendAsync(new { type = "typing", active = false });
        await program.NextAsync("typing", f => !f.GetProperty("active").GetBoolean());
        using var renamed = await ana.RenameAsync(session, when);
        await program.NextAsync("session.renamed", f => f.GetProperty("title").GetString() == when);
    }

    /// <summary>What one seed does.</summary>
    sealed class Attack
    {
        readonly Random _random;
        readonly bool _page;
        readonly Func<SocketClient, RawSocket, Task> _end;
        readonly bool _raw;

        public Attack(Random random)
        {
            (_random, Harmless, _page) = (random, random.Next(6), random.Next(2) == 0);
            (string, bool, Func<SocketClient, RawSocket, Task>, int[]) plan = random.Next(15) switch
            {
                // Where the protocol itself is broken the framework says goodbye and aborts at once: its close frame may be lost with the connection.
                0 => ("text that is no JSON", false, (s, _) => s.SendTextAsync(NotJson()), [4400]),
                1 => ("JSON that is no object", false, (s, _) => s.SendTextAsync(Pick("[]", "null", "5", "\"typing\"", "true", "[{\"type\":\"ping\"}]", "{}")), [4400]),
                2 => ("a wrong type of a field", false, (s, _) => s.SendTextAsync(WrongField()), [4400]),
                3 => ("deep nesting", false, (s, _) => s.SendTextAsync(Deep()), [4400]),
                4 => ("bytes", false, (s, _) => s.SendBytesAsync(Bytes(random.Next(1, 2000)), WebSocketMessageType.Binary), [4400]),
                5 => ("a huge frame", false, (s, _) => s.SendTextAsync($"{{\"type\":\"ping\",\"pad\":\"{new string('x', (_page ? 4 : 64) * 1024 + random.Next(200_000))}\"}}"), [1009]),
                6 => ("a huge frame in many parts", false, (s, _) => PartsAsync(s, 500, 300), [1009]),
                7 => ("text that is no UTF-8", false, (s, _) => s.SendBytesAsync([.. "{\"type\":\"ping\",\"x\":\""u8, .. Pick<byte[]>([0xc3, 0x28], [0xff], [0xed, 0xa0, 0x80], [0xf8, 0x88]), .. "\"}"u8], WebSocketMessageType.Text), [1007, Broken]),
                8 => ("too many frames", false, (s, _) => FloodAsync(s), [4429]),
                9 => ("half a frame, then nothing", false, async (s, _) => { await s.SendBytesAsync("{\"type\":"u8.ToArray(), WebSocketMessageType.Text, end: false); s.Abort(); }, [Broken]),
                10 => ("an abrupt end", false, (s, _) => { s.Abort(); return Task.CompletedTask; }, [Broken]),
                11 => ("empty parts without end", false, (s, _) => PartsAsync(s, 2000, 0), [4400]),
                12 => ("bytes that break the protocol", true, (_, r) => r.SendAsync(BrokenProtocol()), [1002, Broken]),
                13 => ("half a frame of the protocol, then a reset", true, async (_, r) => { await r.SendAsync([0x81, 0xfe, 0x10]); r.Reset(); }, [Broken]),
                _ => ("a goodbye", false, async (s, _) => await s.DisposeAsync(), [Broken]),
            };
            (Name, _raw, _end, Expected) = plan;
        }

        public int Harmless { get; }
        public string Name { get; }
        public int[] Expected { get; }

        public async Task<int> RunAsync(TestHost host, Guid session, string key)
        {
            var query = _page ? "content=0" : "";
            if (_raw)
            {
                using var raw = await RawSocket.ConnectAsync(host, session, key, query);
                for (var i = 0; i < Harmless; i++) await raw.SendAsync(RawSocket.Frame(0x81, Encoding.UTF8.GetBytes(Nothing())));
                await _end(null!, raw);
                return Expected[0] == Broken ? Broken : await raw.CloseCodeAsync();
            }
            await using var socket = await SocketClient.WithKeyAsync(host, session, key, query);
            await socket.NextAsync("welcome");
            for (var i = 0; i < Harmless; i++) await socket.SendTextAsync(Nothing());
            await socket.SendAsync(new { type = "ping", n = 9 });
            await socket.NextAsync("pong");
            try
            {
                await _end(socket, null!);
            }
            catch (WebSocketException) { } // The server was faster than the rest of it.
            return Expected[0] == Broken ? Broken : await socket.Closed.SoonAsync();
        }

        /// <summary>A frame that does no harm: of an unknown type, or with odd but valid content.</summary>
        string Nothing() => _random.Next(6) switch
        {
            0 => $"{{\"type\":\"{Word()}\",\"active\":[{_random.Next()}],\"runId\":{{}}}}",
            1 => $"{{\"{Word()}\":{{\"a\":[1,2,{{}}]}},\"type\":\"ping\",\"n\":{_random.NextInt64()}}}",
            2 => "  {\"type\" : \"presence\" , \"state\" : \"" + Word() + "\"}\r\n",
            3 => $"{{\"type\":\"resume\",\"lastEventId\":\"{Word()}.{_random.Next()}.{_random.Next()}\"}}",
            4 => $"{{\"type\":\"stop\",\"runId\":\"{Guid.NewGuid()}\"}}",
            _ => "{\"type\":\"send\",\"content\":\"" + new string(' ', _random.Next(20)) + "\",\"agent\":\"" + Word() + "\"}",
        };

        string NotJson() => _random.Next(4) switch
        {
            0 => new string([.. Enumerable.Range(0, _random.Next(1, 300)).Select(_ => (char)_random.Next(0x20, 0x7f))]) + "{",
            1 => "{\"type\":\"ping\"",
            2 => "{\"type\":\"ping\"} {\"type\":\"ping\"}",
            _ => "",
        };

        string WrongField() => Pick(
            "{\"type\":7}", "{\"type\":null}", "{\"type\":[\"ping\"]}", "{\"type\":\"typing\",\"active\":\"true\"}", "{\"type\":\"typing\",\"active\":null}", "{\"type\":\"typing\",\"active\":true,\"threadId\":\"x\"}", "{\"type\":\"presence\",\"state\":3}",
            "{\"type\":\"send\",\"content\":{}}", "{\"type\":\"send\",\"content\":\"x\",\"parentId\":\"x\"}", "{\"type\":\"send\",\"content\":\"x\",\"clientMessageId\":5}", "{\"type\":\"send\",\"content\":\"x\",\"agent\":[]}",
            "{\"type\":\"stop\",\"runId\":12}", "{\"type\":\"stop\",\"runId\":\"" + Word() + "\"}", "{\"type\":\"resume\",\"lastEventId\":{}}", "{\"type\":\"ping\",\"n\":\"one\"}", "{\"type\":\"ping\",\"n\":1e99}", "{\"type\":\"\\udc00\"}");

        string Deep()
        {
            var depth = _random.Next(65, 600);
            return _random.Next(2) == 0 ? new string('[', depth) + new string(']', depth) : "{\"type\":\"ping\",\"x\":" + string.Concat(Enumerable.Repeat("{\"x\":", depth)) + "1" + new string('}', depth + 1);
        }

        byte[] BrokenProtocol() => Pick<byte[]>(
            RawSocket.Frame(0x81, "{\"type\":\"ping\"}"u8, masked: false), RawSocket.Frame(0xf1, "{}"u8), RawSocket.Frame(0x83, "{}"u8), RawSocket.Frame(0x8f, "{}"u8),
            RawSocket.Frame(0x09, "x"u8), RawSocket.Frame(0x80, "{}"u8), [.. RawSocket.Frame(0x01, "{"u8), .. RawSocket.Frame(0x81, "}"u8)]);

        async Task FloodAsync(SocketClient socket)
        {
            for (var i = 0; i < 60; i++) await socket.SendTextAsync(Nothing());
        }

        static async Task PartsAsync(SocketClient socket, int parts, int length)
        {
            for (var i = 0; i < parts; i++) await socket.SendBytesAsync(new byte[length].Select(_ => (byte)'x').ToArray(), WebSocketMessageType.Text, end: false);
        }

        byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            _random.NextBytes(bytes);
            return bytes;
        }

        string Word() => new([.. Enumerable.Range(0, _random.Next(1, 12)).Select(_ => (char)_random.Next('a', 'z' + 1)), '!']);

        T Pick<T>(params T[] of) => of[_random.Next(of.Length)];
    }
}
