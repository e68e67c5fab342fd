using System.Threading.RateLimiting;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ChatMonolith.Modules.Chat.Messages.Send;

/// <summary>
/// How fast one person may write and ask: every answer costs somebody money. <c>Chat:RequestsPerMinute</c>, by default 120. Asked by the
/// handlers and not before them, so that sockets count too and a repeated send is recognised instead of refused.
/// </summary>
sealed class SendLimits(IConfiguration configuration) : IDisposable
{
    readonly int _perMinute = Math.Max(1, configuration.GetValue("Chat:RequestsPerMinute", 120));
    PartitionedRateLimiter<Guid>? _limiter;

    /// <summary>Null when the person may go on.</summary>
    /// <param name="answers">How many answers are asked for at once; each counts.</param>
    public Error? Refusal(Guid userId, int answers = 1)
    {
        _limiter ??= PartitionedRateLimiter.Create<Guid, Guid>(user => RateLimitPartition.GetSlidingWindowLimiter(user,
            _ => new SlidingWindowRateLimiterOptions { PermitLimit = _perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
        using var lease = _limiter.AttemptAcquire(userId, Math.Clamp(answers, 1, _perMinute));
        return lease.IsAcquired ? null : new("too_fast", StatusCodes.Status429TooManyRequests,
            "You are writing faster than this server allows. Wait half a minute and try again; your text is kept.", RetryAfter: TimeSpan.FromSeconds(30));
    }

    public void Dispose() => _limiter?.Dispose();
}
