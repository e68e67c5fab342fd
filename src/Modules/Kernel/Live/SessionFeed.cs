using System.Security.Cryptography;

namespace ChatMonolith.Modules.Kernel.Live;

/// <summary>
/// The ordered log of what happens in one session, with a bounded ring of recent events. Viewers hold only a number and pull,
/// so a slow viewer costs no memory and a viewer too far behind is told so.
/// </summary>
/// <param name="sessionId">Leaves a mark in the epoch, so that an id of another session counts as none.</param>
/// <param name="capacity">How many events are kept for those who come back.</param>
public sealed class SessionFeed(Guid sessionId = default, int capacity = 1024)
{
    const int MaxSize = 512 * 1024;
    const int ClosesKept = 256;

    readonly Lock _gate = new();
    readonly List<FeedEvent> _closes = [];
    FeedEvent?[] _ring = new FeedEvent?[Math.Min(capacity, 16)];
    TaskCompletionSource? _wake;
    long _first = 1;
    long _last;
    long _revision;
    int _size;
    int _viewers;
    bool _closed;
    long _idleSince = Environment.TickCount64;

    /// <summary>New for every life of the feed: a number means nothing in another epoch.</summary>
    public string Epoch { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5)) + MarkOf(sessionId);

    /// <summary>What the epochs of a session's feeds end with.</summary>
    public static string MarkOf(Guid sessionId) => sessionId.ToString("N")[^6..];

    /// <summary>The number of the newest event.</summary>
    public long Last { get { lock (_gate) return _last; } }

    /// <summary>The id a viewer may come back with: <c>{epoch}.{revision}.{number}</c>, opaque to it.</summary>
    public string Position { get { lock (_gate) return $"{Epoch}.{_revision}.{_last}"; } }

    /// <summary>Appends; false when the feed has been given up and a new one must be asked for.</summary>
    /// <param name="keeps">True when what happens is a reason to keep the feed, also while nobody watches.</param>
    internal bool TryPublish(FeedEvent happened, bool keeps = true)
    {
        TaskCompletionSource? wake;
        lock (_gate)
        {
            if (_closed) return false;
            if (_last - _first >= _ring.Length - 2 && _ring.Length < capacity) Grow();
            _revision = Math.Max(_revision, happened.Revision);
            happened.Number = ++_last;
            _ring[_last % _ring.Length] = happened;
            _size += happened.Size;
            while (_last - _first >= _ring.Length - 1 || (_size > MaxSize && _first < _last)) Forget();
            if (happened.Name == EventStream.Close) Remember(happened);
            if (keeps) _idleSince = Environment.TickCount64;
            (wake, _wake) = (_wake, null);
        }
        wake?.TrySetResult();
        return true;
    }

    void Remember(FeedEvent close)
    {
        if (_closes.Count == ClosesKept) _closes.RemoveAt(0);
        _closes.Add(close);
    }

    /// <summary>
    /// The first <see cref="EventStream.Close"/> after <paramref name="after"/> that is meant for somebody; null when there is none. Known also when the ring has
    /// forgotten it: who falls behind must not go on as if they might.
    /// </summary>
    public FeedEvent? CloseSince(long after, Func<FeedEvent, bool> isMeant)
    {
        lock (_gate) return _closes.Find(c => c.Number > after && isMeant(c));
    }

    // In most sessions that are open little happens.
    void Grow()
    {
        var larger = new FeedEvent?[Math.Min(capacity, _ring.Length * 4)];
        for (var number = _first; number <= _last; number++) larger[number % larger.Length] = _ring[number % _ring.Length];
        _ring = larger;
    }

    void Forget()
    {
        ref var oldest = ref _ring[_first++ % _ring.Length];
        _size -= oldest!.Size;
        oldest = null;
    }

    /// <summary>
    /// Nothing that has happened so far is told again, because some of it must not be: whoever missed it catches up from what is stored.
    /// </summary>
    public void ForgetAll()
    {
        lock (_gate)
            while (_first <= _last) Forget();
    }

    /// <summary>Adds the events after <paramref name="after"/> to <paramref name="into"/>; false when some of them are gone, or were never in this epoch.</summary>
    public bool TryRead(long after, List<FeedEvent> into)
    {
        lock (_gate)
        {
            if (after > _last || after < _first - 1) return false;
            for (var number = after + 1; number <= _last; number++)
                into.Add(_ring[number % _ring.Length]!);
            return true;
        }
    }

    /// <summary>Returns when something after <paramref name="after"/> may be there, or at the next pulse of the shared wheel.</summary>
    public Task WaitAsync(long after, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_last > after || _closed) return Task.CompletedTask;
            _wake ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _wake.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Counts a viewer until the result is disposed.</summary>
    public IDisposable Watch()
    {
        lock (_gate) _viewers++;
        return new Viewer(this);
    }

    /// <summary>Keeps the feed for whoever has just asked for it; false when it has been given up.</summary>
    internal bool TryKeep()
    {
        lock (_gate)
        {
            _idleSince = Environment.TickCount64;
            return !_closed;
        }
    }

    internal void Pulse()
    {
        TaskCompletionSource? wake;
        lock (_gate) (wake, _wake) = (_wake, null);
        wake?.TrySetResult();
    }

    internal bool TryClose(TimeSpan idle)
    {
        lock (_gate)
            return _closed |= _viewers == 0 && Environment.TickCount64 - _idleSince > idle.TotalMilliseconds;
    }

    sealed class Viewer(SessionFeed feed) : IDisposable
    {
        SessionFeed? _feed = feed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _feed, null) is not { } feed) return;
            lock (feed._gate)
            {
                feed._viewers--;
                feed._idleSince = Environment.TickCount64;
            }
        }
    }
}
