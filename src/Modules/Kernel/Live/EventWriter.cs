using System.IO.Pipelines;
using System.Net.ServerSentEvents;
using System.Text;

namespace ChatMonolith.Modules.Kernel.Live;

/// <summary>
/// Writes Server-Sent Events and sends them in bounded pieces. When padded, every piece is a multiple of 128 bytes long: the lengths of
/// encrypted packets tell what an answer is about.
/// </summary>
sealed class EventWriter(PipeWriter output, bool padded)
{
    const int Block = 128;
    const int MaxEvents = 100;
    const int MaxBytes = 256 * 1024;

    int _events;
    int _bytes;

    /// <summary>True when it is time to send, before anything else is written.</summary>
    public bool IsFull => _events >= MaxEvents || _bytes >= MaxBytes;

    public void Write(in SseItem<string> item)
    {
        if (item.ReconnectionInterval is { } retry) Field("retry", retry.TotalMilliseconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture));
        if (item.EventId is { } id) Field("id", id);
        if (item.EventType is not SseParser.EventTypeDefault) Field("event", item.EventType);
        Data(item.Data);
        Put("\n");
        _events++;
    }

    /// <summary>Sends what was written; false when nobody reads any more.</summary>
    public async ValueTask<bool> FlushAsync()
    {
        if (_bytes == 0) return true;
        var written = _bytes;
        if (padded) Pad((Block - (_bytes % Block)) % Block);
        StreamTraffic.Count(written, _bytes - written);
        (_events, _bytes) = (0, 0);
        var sent = await output.FlushAsync();
        return !sent.IsCompleted && !sent.IsCanceled;
    }

    // A comment reaches no page; one byte is too little for a comment, but an empty line means nothing either.
    void Pad(int length)
    {
        if (length == 0) return;
        var room = output.GetSpan(length)[..length];
        room.Fill((byte)' ');
        if (length > 1) room[0] = (byte)':';
        room[^1] = (byte)'\n';
        output.Advance(length);
        _bytes += length;
    }

    // Only the line ends of the format: others, such as U+2028, are text.
    void Data(ReadOnlySpan<char> text)
    {
        for (var end = text.IndexOfAny('\r', '\n'); end >= 0; end = text.IndexOfAny('\r', '\n'))
        {
            Field("data", text[..end]);
            text = text[(end + (text[end..].StartsWith("\r\n") ? 2 : 1))..];
        }
        Field("data", text);
    }

    void Field(string name, ReadOnlySpan<char> value)
    {
        Put(name);
        Put(": ");
        Put(value);
        Put("\n");
    }

    void Put(ReadOnlySpan<char> text) => _bytes += (int)Encoding.UTF8.GetBytes(text, output);
}
