namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>At most 32 frames in any 10 seconds.</summary>
sealed class FrameRate(TimeProvider clock)
{
    public const int Most = 32;
    static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    readonly long[] _times = new long[Most];
    long _count;

    /// <summary>Counts a frame; false when it is one too many.</summary>
    public bool Take()
    {
        ref var before = ref _times[_count % Most];
        if (_count >= Most && clock.GetElapsedTime(before) < Window) return false;
        (before, _count) = (clock.GetTimestamp(), _count + 1);
        return true;
    }
}
