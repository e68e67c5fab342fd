using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Chat.Messages.Send;

/// <summary>How fast one person may ask: every message costs somebody money. <c>Chat:RequestsPerMinute</c>, by default 120.</summary>
static class SendLimits
{
    public const string Policy = "chat";

    public static void AddSendLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var perMinute = configuration.GetValue("Chat:RequestsPerMinute", 120);
        services.AddRateLimiter(options => options.AddPolicy(Policy, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetSlidingWindowLimiter(context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
                _ => new SlidingWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 })
            : RateLimitPartition.GetNoLimiter("")));
    }
}
