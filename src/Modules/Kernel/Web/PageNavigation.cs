using Htmx;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Kernel.Web;

/// <summary>Whether a person is opening an address, as opposed to a script, a stream or a socket asking for something.</summary>
public static class PageNavigation
{
    public static bool Is(HttpRequest request) => HttpMethods.IsGet(request.Method) && EndsInAPage(request);

    /// <summary>Also true for a form that a browser posts by itself.</summary>
    public static bool EndsInAPage(HttpRequest request) =>
        Wants(request, "text/html") && !IsStream(request) && !request.IsHtmx() && !request.Path.StartsWithSegments("/api");

    public static bool IsStream(HttpRequest request) =>
        request.HttpContext.WebSockets.IsWebSocketRequest || Wants(request, "text/event-stream");

    static bool Wants(HttpRequest request, string mediaType) =>
        request.Headers.Accept.ToString().Contains(mediaType, StringComparison.OrdinalIgnoreCase);
}
