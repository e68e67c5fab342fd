using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Kernel.Web;

/// <summary>One line per request. Never the query string or a token in the path: set-up, invitation and share links are secrets.</summary>
public static partial class RequestLog
{
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("ChatMonolith.Requests");
        return app.Use(async (context, next) =>
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                Handled(logger, context.Request.Method, Address(context), context.Response.StatusCode, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        });
    }

    static string Address(HttpContext context) => context.Request.RouteValues.ContainsKey("token") && context.GetEndpoint() is RouteEndpoint route
        ? route.RoutePattern.RawText ?? "" : context.Request.Path.Value ?? "";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} {Status} {Milliseconds} ms")]
    static partial void Handled(ILogger logger, string method, string path, int status, long milliseconds);
}
