using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Kernel.Web;

/// <summary>
/// One line per request. Never the query string or a token in the path: set-up, invitation and share links are secrets. Stands inside of the
/// exception handler, which forgets what the address was matched to.
/// </summary>
public static partial class RequestLog
{
    public static IApplicationBuilder UseRequestLog(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("ChatMonolith.Requests");
        return app.Use(async (context, next) =>
        {
            // The page that tells of a failure is made in the same request, which has its line already.
            if (context.Features.Get<IExceptionHandlerFeature>() is not null)
            {
                await next(context);
                return;
            }
            var started = Stopwatch.GetTimestamp();
            var failed = true;
            try
            {
                await next(context);
                failed = false;
            }
            finally
            {
                var status = !failed || context.Response.HasStarted ? context.Response.StatusCode
                    : context.RequestAborted.IsCancellationRequested ? StatusCodes.Status499ClientClosedRequest : StatusCodes.Status500InternalServerError;
                Handled(logger, context.Request.Method, Address(context), status, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        });
    }

    static string Address(HttpContext context) => context.Request.RouteValues.ContainsKey("token") && context.GetEndpoint() is RouteEndpoint route
        ? "/" + route.RoutePattern.RawText?.TrimStart('/') : context.Request.Path.Value ?? "";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} {Status} {Milliseconds} ms")]
    static partial void Handled(ILogger logger, string method, string path, int status, long milliseconds);
}
