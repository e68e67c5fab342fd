namespace ChatMonolith.Tests.Integration.Agents;

/// <summary>Runs a hundred times as fast, so that waits between tries need no waiting.</summary>
sealed class HurriedTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Hurried(base.CreateTimer(callback, state, Hurry(dueTime), Hurry(period)));

    static TimeSpan Hurry(TimeSpan time) => time > TimeSpan.Zero ? time / 100 : time;

    sealed class Hurried(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Hurry(dueTime), Hurry(period));
        public void Dispose() => timer.Dispose();
        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
