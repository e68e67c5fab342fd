using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatMonolith.Modules.Accounts.Access;

/// <summary>How often one address may guess: passwords, links and keys to set up.</summary>
static class TryLimits
{
    public const string Policy = "accounts";

    public static void AddTryLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) => new(RefuseAsync(rejected));
        options.AddPolicy(Policy, context => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter(Address(context), _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = context.RequestServices.GetRequiredService<IOptions<AccountsOptions>>().Value.TriesPerMinute,
                Window = TimeSpan.FromMinutes(1),
            }));
    });

    // One IPv6 customer has at least a /64, so its single addresses are no limit.
    static string Address(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } v6 => Convert.ToHexString(v6.GetAddressBytes().AsSpan(0, 8)),
        var v4 => v4.ToString(),
    };

    static Task RefuseAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
        return AccessRefusal.WriteAsync(rejected.HttpContext, new(
            "too_many_tries", StatusCodes.Status429TooManyRequests, $"Too many tries. Wait {Math.Ceiling(wait.TotalSeconds):0} seconds and try again.", RetryAfter: wait));
    }
}
