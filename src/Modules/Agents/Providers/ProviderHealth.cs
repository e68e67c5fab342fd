using System.Collections.Concurrent;
using ChatMonolith.Modules.Agents.Contracts;

namespace ChatMonolith.Modules.Agents.Providers;

enum Outcome
{
    /// <summary>It answered, even if only to say that this request is wrong.</summary>
    Reached,

    /// <summary>It is busy, slow or broke off.</summary>
    Trouble,

    /// <summary>Nobody there, or it fails.</summary>
    Unreachable,

    /// <summary>It refuses the key.</summary>
    Refused,
}

/// <summary>What the last requests to each provider came to; in memory only, since every node sees for itself.</summary>
sealed class ProviderHealth(TimeProvider time)
{
    const int Remembered = 10;
    static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);
    readonly ConcurrentDictionary<string, History> _histories = new();

    /// <summary>A provider's status is another one than when it was last told.</summary>
    public event Action<string, AgentStatus>? Changed;

    public void Record(string provider, Outcome outcome)
    {
        var history = _histories.GetOrAdd(provider, static _ => new());
        lock (history)
        {
            if (history.Outcomes.Count == Remembered) history.Outcomes.Dequeue();
            history.Outcomes.Enqueue((time.GetUtcNow(), outcome));
            var status = StatusOf(provider);
            if (status == history.Told) return;
            history.Told = status;
            // Within the lock, so that of two changes the later one is also told later.
            Changed?.Invoke(provider, status);
        }
    }

    public AgentStatus StatusOf(string provider)
    {
        if (!_histories.TryGetValue(provider, out var history)) return AgentStatus.Ready;
        var since = time.GetUtcNow() - Recent;
        lock (history)
        {
            var ring = history.Outcomes;
            if (ring.Count == 0) return AgentStatus.Ready;
            var last = ring.Last();
            if (last.Outcome == Outcome.Refused) return AgentStatus.Down;
            // One failure may be chance; the second in a row is not.
            if (last.Outcome == Outcome.Unreachable && ring.TakeLast(2).Count(o => o.Outcome == Outcome.Unreachable) == Math.Min(2, ring.Count)) return AgentStatus.Down;
            if (last.Outcome != Outcome.Reached) return AgentStatus.Degraded;
            var recent = ring.Where(o => o.At >= since).ToList();
            return recent.Count(o => o.Outcome != Outcome.Reached) * 3 >= recent.Count && recent.Count > 0 ? AgentStatus.Degraded : AgentStatus.Ready;
        }
    }

    sealed class History
    {
        public Queue<(DateTimeOffset At, Outcome Outcome)> Outcomes { get; } = new(Remembered);
        public AgentStatus Told { get; set; } = AgentStatus.Ready;
    }
}
