using System.Threading.RateLimiting;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Sessions;

/// <summary>How fast one person may invite, use links and ask for access, and how fast everybody together may guess a link's password.</summary>
sealed class PersonLimits : IDisposable
{
    static readonly Error TooFast = new("too_many_tries", StatusCodes.Status429TooManyRequests, "Too many tries. Wait a minute and try again.", RetryAfter: TimeSpan.FromMinutes(1));

    readonly PartitionedRateLimiter<Guid> _invites = PerMinute(60);
    readonly PartitionedRateLimiter<Guid> _joins = PerMinute(10);
    readonly PartitionedRateLimiter<Guid> _asks = PerMinute(10);
    readonly PartitionedRateLimiter<Guid> _passwords = PerMinute(30);

    public Error? Invite(Guid userId) => Take(_invites, userId);
    public Error? Join(Guid userId) => Take(_joins, userId);
    public Error? Ask(Guid userId) => Take(_asks, userId);

    /// <summary>Whether the link's password may still be tried; only <see cref="Guessed"/> counts, so that many can join at once.</summary>
    public Error? Guess(Guid linkId) => Take(_passwords, linkId, 0);

    public void Guessed(Guid linkId) => Take(_passwords, linkId);

    static Error? Take(PartitionedRateLimiter<Guid> limiter, Guid id, int permits = 1)
    {
        using var lease = limiter.AttemptAcquire(id, permits);
        return lease.IsAcquired ? null : TooFast;
    }

    static PartitionedRateLimiter<Guid> PerMinute(int permits) => PartitionedRateLimiter.Create<Guid, Guid>(id => RateLimitPartition.GetSlidingWindowLimiter(id,
        _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));

    public void Dispose()
    {
        _invites.Dispose();
        _joins.Dispose();
        _asks.Dispose();
        _passwords.Dispose();
    }
}
