using System.Net.WebSockets;
using ChatMonolith.Modules.Kernel.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatMonolith.Tests.Unit.Kernel;

public class CrossOriginGuardTests
{
    const string Host = "chat.example:5080";

    [Theory]
    // Reading changes nothing, wherever the link stands.
    [InlineData("GET", "cross-site", "https://evil.example", null, true)]
    [InlineData("HEAD", "cross-site", null, null, true)]
    [InlineData("OPTIONS", "cross-site", "https://evil.example", null, true)]
    // Browsers say where a request comes from.
    [InlineData("POST", "same-origin", null, null, true)]
    [InlineData("POST", "none", null, null, true)]
    [InlineData("POST", "same-site", null, null, false)]
    [InlineData("POST", "cross-site", null, null, false)]
    [InlineData("PUT", "cross-site", null, null, false)]
    [InlineData("PATCH", "cross-site", null, null, false)]
    [InlineData("DELETE", "cross-site", null, null, false)]
    [InlineData("QUERY", "cross-site", null, null, false)]
    [InlineData("POST", "cross-site", "http://chat.example:5080", null, false)]
    // Older browsers send the origin alone.
    [InlineData("POST", null, "http://chat.example:5080", null, true)]
    [InlineData("POST", null, "https://CHAT.example:5080", null, true)]
    [InlineData("POST", null, "http://chat.example", null, false)]
    [InlineData("POST", null, "http://chat.example:5081", null, false)]
    [InlineData("POST", null, "https://chat.example.evil.example:5080", null, false)]
    [InlineData("POST", null, "null", null, false)]
    // No browser at all.
    [InlineData("POST", null, null, null, true)]
    // A key is not attached by a browser.
    [InlineData("POST", "cross-site", "https://evil.example", "Bearer cm_x", true)]
    [InlineData("POST", "cross-site", "https://evil.example", "Basic x", false)]
    public async Task Requests(string method, string? site, string? origin, string? authorization, bool passes) =>
        Assert.Equal(passes ? 204 : 403, await StatusAsync(method, site, origin, authorization, socket: false));

    [Theory]
    [InlineData("same-origin", "http://chat.example:5080", null, true)]
    [InlineData(null, "http://chat.example:5080", null, true)]
    [InlineData("same-origin", "https://evil.example", null, false)]
    [InlineData(null, "https://evil.example", null, false)]
    [InlineData(null, "null", null, false)]
    [InlineData("same-origin", null, null, false)]
    [InlineData(null, null, null, false)]
    [InlineData(null, null, "Bearer cm_x", true)]
    public async Task Sockets(string? site, string? origin, string? authorization, bool passes) =>
        Assert.Equal(passes ? 204 : 403, await StatusAsync("GET", site, origin, authorization, socket: true));

    static async Task<int> StatusAsync(string method, string? site, string? origin, string? authorization, bool socket)
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseCrossOriginGuard();
        app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });

        var context = new DefaultHttpContext { RequestServices = services };
        context.Features.Set<IHttpWebSocketFeature>(new Upgrade(socket));
        context.Request.Method = method;
        context.Request.Host = new HostString(Host);
        context.Request.Headers["Sec-Fetch-Site"] = site;
        context.Request.Headers.Origin = origin;
        context.Request.Headers.Authorization = authorization;
        await app.Build()(context);
        return context.Response.StatusCode;
    }

    sealed class Upgrade(bool requested) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => requested;
        public Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => throw new NotSupportedException();
    }
}
