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
    readonly ConcurrentDictionary<string, Queue<(DateTimeOffset At, Outcome Outcome)>> _outcomes = new();

    public void Record(string provider, Outcome outcome)
    {
        var ring = _outcomes.GetOrAdd(provider, static _ => new(Remembered));
        lock (ring)
        {
            if (ring.Count == Remembered) ring.Dequeue();
            ring.Enqueue((time.GetUtcNow(), outcome));
        }
    }

    public AgentStatus StatusOf(string provider)
    {
        if (!_outcomes.TryGetValue(provider, out var ring)) return AgentStatus.Ready;
        var since = time.GetUtcNow() - Recent;
        lock (ring)
        {
            var last = ring.Last();
            if (last.Outcome == Outcome.Refused) return AgentStatus.Down;
            // One failure may be chance; the second in a row is not.
            if (last.Outcome == Outcome.Unreachable && ring.TakeLast(2).Count(o => o.Outcome == Outcome.Unreachable) == Math.Min(2, ring.Count)) return AgentStatus.Down;
            if (last.Outcome != Outcome.Reached) return AgentStatus.Degraded;
            var recent = ring.Where(o => o.At >= since).ToList();
            return recent.Count(o => o.Outcome != Outcome.Reached) * 3 >= recent.Count && recent.Count > 0 ? AgentStatus.Degraded : AgentStatus.Ready;
        }
    }
}
