using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Kernel.Web;

/// <summary>
/// Refuses requests that another site makes with this site's cookie, on every route that can change something and on every socket.
/// Stands in for form tokens, which fragments sent to several people cannot carry: docs/decisions/0006.
/// </summary>
public static class CrossOriginGuard
{
    static readonly Error Refused = Error.Forbidden("cross_origin", "This request came from another site. Open this site itself and try again.");

    public static IApplicationBuilder UseCrossOriginGuard(this IApplicationBuilder app) => app.Use((context, next) =>
        IsSafe(context) ? next(context) : new ErrorResult(Refused).ExecuteAsync(context));

    static bool IsSafe(HttpContext context)
    {
        // Refused already: only the page that says so is left, and it changes nothing.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) return true;

        var request = context.Request;
        var socket = context.WebSockets.IsWebSocketRequest;
        if (!socket && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))) return true;

        // A key is no cookie: no browser attaches it by itself.
        if (request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return true;

        // https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site: sent by every current browser, and not by scripts of a page.
        // For sockets the Origin decides, because not every browser sends Sec-Fetch-Site with an upgrade.
        if (!socket && request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site is "same-origin" or "none";
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            ? Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            : !socket;
    }
}
