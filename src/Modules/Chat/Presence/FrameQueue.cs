namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>
/// What waits to be written to one socket, in order. Content waits for room, so that whoever makes it stops; of the ephemeral frames the
/// oldest gives way: presence and typing are state, an old one is worth nothing.
/// </summary>
sealed class FrameQueue
{
    public const int MostContent = 4;
    public const int MostEphemeral = 64;

    readonly Lock _gate = new();
    readonly LinkedList<(string Text, bool IsContent)> _frames = [];
    TaskCompletionSource? _filled;
    TaskCompletionSource? _emptied;
    int _content;
    bool _closed;

    public bool IsClosed { get { lock (_gate) return _closed; } }

    public void Post(string frame)
    {
        lock (_gate)
        {
            if (_closed) return;
            if (_frames.Count - _content == MostEphemeral) ForgetOldest();
            Add(frame, isContent: false);
        }
    }

    void ForgetOldest()
    {
        var oldest = _frames.First!;
        while (oldest.Value.IsContent) oldest = oldest.Next!;
        _frames.Remove(oldest);
    }

    /// <summary>Returns when there was room for the frame, or when nothing is sent any more.</summary>
    public async Task AddAsync(string frame, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task emptied;
            lock (_gate)
            {
                if (_closed) return;
                if (_content < MostContent)
                {
                    _content++;
                    Add(frame, isContent: true);
                    return;
                }
                emptied = (_emptied ??= New()).Task;
            }
            await emptied.WaitAsync(cancellationToken);
        }
    }

    void Add(string frame, bool isContent)
    {
        _frames.AddLast((frame, isContent));
        Wake(ref _filled);
    }

    /// <summary>The next frame; null when the queue was closed, whatever still waited.</summary>
    public async Task<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task filled;
            lock (_gate)
            {
                if (_closed) return null;
                if (_frames.First is { } first)
                {
                    _frames.RemoveFirst();
                    if (!first.Value.IsContent) return first.Value.Text;
                    _content--;
                    Wake(ref _emptied);
                    return first.Value.Text;
                }
                filled = (_filled ??= New()).Task;
            }
            await filled.WaitAsync(cancellationToken);
        }
    }

    /// <summary>True the first time.</summary>
    public bool Close()
    {
        lock (_gate)
        {
            if (_closed) return false;
            _closed = true;
            _frames.Clear();
            Wake(ref _filled);
            Wake(ref _emptied);
            return true;
        }
    }

    static void Wake(ref TaskCompletionSource? waiting)
    {
        waiting?.TrySetResult();
        waiting = null;
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
