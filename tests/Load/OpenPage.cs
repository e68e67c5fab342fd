using System.Buffers.Text;
using System.Diagnostics;

namespace ChatMonolith.Tests.Load;

/// <summary>A session's page that stays open: its stream is read as it comes, and messages are sent as its form sends them.</summary>
sealed class OpenPage : IDisposable
{
    readonly HttpClient _client;
    readonly Guid _session;
    readonly Stream _stream;
    readonly byte[] _buffer = new byte[16 * 1024];

    OpenPage(HttpClient client, Guid session, Stream stream) => (_client, _session, _stream) = (client, session, stream);

    readonly long _opened = Stopwatch.GetTimestamp();

    public Guid Session => _session;
    public TimeSpan Age => Stopwatch.GetElapsedTime(_opened);

    public static async Task<OpenPage> OpenAsync(HttpClient client, Guid session)
    {
        var response = await client.GetAsync($"/chat/{session}/events", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        var page = new OpenPage(client, session, await response.Content.ReadAsStreamAsync());
        await page.ReadUntilAsync("event: cm-hello"u8.ToArray(), []);
        return page;
    }

    /// <summary>From the click on Send: when the first word showed, when the end did, and how much came.</summary>
    public async Task<Heard> AskAsync(string question)
    {
        var started = Stopwatch.GetTimestamp();
        var asked = SendAsync(question);
        // The first word of every answer, as text of a fragment.
        var (first, last, bytes) = await ReadUntilAsync("\"status\":\"done\""u8.ToArray(), ">The"u8.ToArray());
        await asked;
        return new(Stopwatch.GetElapsedTime(started, first).TotalMilliseconds, Stopwatch.GetElapsedTime(started, last).TotalMilliseconds, bytes);
    }

    /// <summary>How many milliseconds after it was written each stamped word came, until the answer's end.</summary>
    public async Task<List<double>> DelaysAsync()
    {
        var (delays, newest, kept) = (new List<double>(), 0L, 0);
        while (true)
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(kept)).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
            if (read == 0) throw new InvalidOperationException("The stream ended.");
            var now = Stopwatch.GetTimestamp();
            ReadOnlySpan<byte> seen = _buffer.AsSpan(0, kept + read);
            for (var rest = seen; rest.IndexOf("at"u8) is var at and >= 0; rest = rest[(at + 2)..])
            {
                // A finished paragraph says again what was told as it grew.
                if (!Utf8Parser.TryParse(rest[(at + 2)..], out long written, out var digits) || digits < 10 || at + 2 + digits == rest.Length || written <= newest) continue;
                newest = written;
                delays.Add(Stopwatch.GetElapsedTime(written, now).TotalMilliseconds);
            }
            if (seen.IndexOf("\"status\":\"done\""u8) >= 0) return delays;
            kept = Math.Min(32, seen.Length);
            seen[^kept..].CopyTo(_buffer);
        }
    }

    public async Task SendAsync(string question)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/chat/{_session}/messages")
        {
            Content = new FormUrlEncodedContent([new("content", question), new("clientMessageId", Guid.NewGuid().ToString())]),
        };
        request.Headers.Add("HX-Request", "true");
        request.Headers.Add("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var response = await _client.SendAsync(request);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
    }

    async Task<(long First, long Last, long Bytes)> ReadUntilAsync(byte[] end, byte[] first)
    {
        var (firstAt, bytes, kept) = (0L, 0L, 0);
        while (true)
        {
            // What is looked for may lie across two packets.
            var read = await _stream.ReadAsync(_buffer.AsMemory(kept)).AsTask().WaitAsync(TimeSpan.FromMinutes(1));
            if (read == 0) throw new InvalidOperationException("The stream ended.");
            bytes += read;
            var seen = _buffer.AsSpan(0, kept + read);
            if (firstAt == 0 && first.Length > 0 && seen.IndexOf(first) >= 0) firstAt = Stopwatch.GetTimestamp();
            if (seen.IndexOf(end) >= 0) return (firstAt, Stopwatch.GetTimestamp(), bytes);
            kept = Math.Min(32, seen.Length);
            seen[^kept..].CopyTo(_buffer);
        }
    }

    public void Dispose() => _stream.Dispose();
}
