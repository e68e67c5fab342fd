using System.Buffers;
using System.Text;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>
/// Hands on an event stream by whole lines, noting the end mark and errors, and making lone surrogate escapes readable: a provider that
/// splits an emoji over two events sends <c>"\ud83d"</c>, at which the JSON reader throws and the answer would be lost.
/// </summary>
sealed class EventLineStream : Stream
{
    const int Idle = 0, Reading = 1, Aborted = 2;
    const int LongestLine = 1 << 20;
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    readonly Stream _inner;
    readonly StreamNotes _notes;
    readonly CancellationTokenRegistration _abort;
    int _start, _ready, _end, _state;

    public EventLineStream(Stream inner, StreamNotes notes)
    {
        (_inner, _notes) = (inner, notes);
        _abort = notes.Abort.UnsafeRegister(static stream => ((EventLineStream)stream!).Abort(), this);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _ready)
        {
            Compact();
            var read = await ReadOnAsync(cancellationToken);
            var newline = _buffer.AsSpan(_end, read).LastIndexOf((byte)'\n');
            // An unfinished line waits, but not for ever: at the end, or when it is far too long, it goes as it is.
            var ready = newline >= 0 ? _end + newline + 1 : read == 0 || _end + read > LongestLine ? _end + read : 0;
            _end += read;
            if (ready > 0) Inspect(_buffer.AsSpan(0, _ready = ready));
            if (read == 0 && _start == _ready) return 0;
        }
        var count = Math.Min(buffer.Length, _ready - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    async ValueTask<int> ReadOnAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Reading, Idle) == Aborted) throw new OperationCanceledException(_notes.Abort);
        try { return await _inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken); }
        finally { Interlocked.CompareExchange(ref _state, Idle, Reading); }
    }

    /// <summary>A read that is under way ends by its own token; closing under it is not safe.</summary>
    void Abort()
    {
        if (Interlocked.Exchange(ref _state, Aborted) == Idle) _inner.Dispose();
    }

    void Compact()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_end, _start, _ready) = (_end - _start, 0, 0);
        if (_end < _buffer.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    void Inspect(Span<byte> lines)
    {
        LoneSurrogates.Mark(lines);
        if (lines.IndexOf("[DONE]"u8) >= 0 && (lines.IndexOf("data: [DONE]"u8) >= 0 || lines.IndexOf("data:[DONE]"u8) >= 0)) _notes.Done = true;
        if (lines.IndexOf("\"error\""u8) is var error and >= 0 && lines[..error].LastIndexOf((byte)'\n') is var before
            && lines[(before + 1)..error].SequenceEqual("data: {"u8))
        {
            var rest = lines[(before + 1 + "data: ".Length)..];
            _notes.Error = Encoding.UTF8.GetString(rest[..Math.Min(rest.IndexOf((byte)'\n') is var end and >= 0 ? end : rest.Length, 4096)]);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _abort.Dispose();
            _inner.Dispose();
        }
        base.Dispose(disposing);
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
