namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>
/// A provider's reply: told apart by its first byte, ended by its token also while nobody reads, and never an event without end in memory.
/// </summary>
sealed class ReplyStream : Stream
{
    const int Idle = 0, Reading = 1, Aborted = 2;
    const int LongestEvent = 16 << 20;
    static readonly byte[] LastLine = "\n\n"u8.ToArray();
    readonly Stream _inner;
    readonly CancellationToken _abort;
    readonly CancellationTokenRegistration _registration;
    ReadOnlyMemory<byte> _next;
    long _unread;
    int _state;
    bool _ended;

    public ReplyStream(Stream inner, CancellationToken abort)
    {
        (_inner, _abort) = (inner, abort);
        _registration = abort.UnsafeRegister(static stream => ((ReplyStream)stream!).Abort(), this);
    }

    /// <summary>The first byte that is neither a byte order mark nor white space, still to be read; 0 when there is none.</summary>
    public async ValueTask<byte> PeekAsync(CancellationToken cancellationToken)
    {
        var (start, length) = (new byte[1024], 0);
        while (length < start.Length && await ReadAsync(start.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (start.AsSpan(0, length).IndexOfAnyExcept("\uFEFF \t\r\n"u8) is var first and >= 0)
            {
                _next = start.AsMemory(0, length);
                return start[first];
            }
        }
        return 0;
    }

    /// <summary>An event was read whole.</summary>
    public void EventIsWhole() => _unread = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_next.IsEmpty && !_ended)
        {
            var read = await ReadOnAsync(buffer, cancellationToken);
            if ((_unread += read) > LongestEvent) throw new InvalidDataException("an event without end");
            if (read > 0) return read;
            // Some servers leave out the empty line behind the last event, and an event counts only with it.
            (_ended, _next) = (true, LastLine);
        }
        var count = Math.Min(buffer.Length, _next.Length);
        _next[..count].CopyTo(buffer);
        _next = _next[count..];
        return count;
    }

    async ValueTask<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Reading, Idle) == Aborted) throw new OperationCanceledException(_abort);
        try { return await _inner.ReadAsync(buffer, cancellationToken); }
        finally { Interlocked.CompareExchange(ref _state, Idle, Reading); }
    }

    /// <summary>A read that is under way ends by its own token; closing under it is not safe.</summary>
    void Abort()
    {
        if (Interlocked.Exchange(ref _state, Aborted) == Idle) _inner.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _registration.Dispose();
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
