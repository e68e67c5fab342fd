using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace ChatMonolith.Tests.Integration.Chat;

/// <summary>A client that keeps to the handshake and to nothing else: bytes as they are.</summary>
sealed class RawSocket : IDisposable
{
    readonly TcpClient _tcp = new();
    NetworkStream _stream = null!;

    public static async Task<RawSocket> ConnectAsync(TestHost host, Guid session, string key, string query = "")
    {
        var raw = new RawSocket();
        await raw._tcp.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port);
        raw._stream = raw._tcp.GetStream();
        var request = $"GET /chat/{session}?{query} HTTP/1.1\r\nHost: {host.BaseAddress.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: {Convert.ToBase64String(RandomNumberGenerator.GetBytes(16))}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat.v1\r\nAuthorization: Bearer {key}\r\n\r\n";
        await raw.SendAsync(Encoding.ASCII.GetBytes(request));
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await raw._stream.ReadAsync(one).AsTask().SoonAsync() == 0) throw new InvalidOperationException($"Refused: {head}");
            head.Append((char)one[0]);
        }
        return head.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? raw : throw new InvalidOperationException($"Refused: {head}");
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes).AsTask().SoonAsync();

    /// <summary>A frame of a client, masked with zeros.</summary>
    public static byte[] Frame(byte first, ReadOnlySpan<byte> payload, bool masked = true)
    {
        var head = new List<byte> { first };
        var mask = masked ? 0x80 : 0;
        if (payload.Length < 126) head.Add((byte)(mask | payload.Length));
        else head.AddRange([(byte)(mask | 126), (byte)(payload.Length >> 8), (byte)payload.Length]);
        if (masked) head.AddRange([0, 0, 0, 0]);
        return [.. head, .. payload];
    }

    /// <summary>The close code that the server says, or 0 when it just ends the connection.</summary>
    public async Task<int> CloseCodeAsync(TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Soon.Limit);
        try
        {
            while (true)
            {
                var head = await ReadAsync(2, deadline.Token);
                var length = head[1] & 0x7f;
                if (length == 126) length = await ReadAsync(2, deadline.Token) is var two ? (two[0] << 8) | two[1] : 0;
                else if (length == 127) length = (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8, deadline.Token));
                var payload = await ReadAsync(length, deadline.Token);
                if ((head[0] & 0x0f) == 8) return payload.Length < 2 ? 0 : (payload[0] << 8) | payload[1];
            }
        }
        catch (IOException)
        {
            return 0;
        }
    }

    async Task<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Reset()
    {
        _tcp.Client.LingerState = new(true, 0);
        _tcp.Close();
    }

    public void Dispose() => _tcp.Dispose();
}
