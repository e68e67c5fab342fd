using System.Net.ServerSentEvents;
using ChatMonolith.Modules.Kernel.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Kernel.Live;

/// <summary>
/// The one place that knows how Server-Sent Events leave this process. Sends <paramref name="items"/> until they end, the client leaves,
/// the host stops or the connection is as old as <see cref="StreamLifetime"/> allows: then the client comes back, so that its rights are checked again. The first item must come at once: the headers wait for it.
/// </summary>
/// <param name="items">Must use no service of the request, and give something at least as often as the heartbeat, which is also when the lifetime is looked at: no timer per stream.</param>
/// <param name="most">When the connection ends in any case; null for no other end.</param>
/// <param name="padded">True to hide the length of what is sent, as <see cref="EventWriter"/> does.</param>
public sealed class EventStream(Func<CancellationToken, IAsyncEnumerable<SseItem<string>>> items, bool padded = false, TimeSpan? most = null) : IResult
{
    /// <summary>The event after which a client must not come back.</summary>
    public const string Close = "cm-close";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Prepare(httpContext);
        var lifetime = httpContext.RequestServices.GetRequiredService<StreamLifetime>().Longest;
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await httpContext.EndScopeAsync();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var writer = new EventWriter(httpContext.Response.BodyWriter, padded);
        var closed = false;
        try
        {
            closed = await SendAsync(writer, most < lifetime ? most.Value : lifetime, ends);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested) { }
        catch (Exception e)
        {
            // Thrown on, it would cut the connection in the middle of the body; an orderly end lets the client come back.
            httpContext.RequestServices.GetRequiredService<ILogger<EventStream>>().LogError(e, "An event stream failed");
        }
        if (httpContext.RequestAborted.IsCancellationRequested) return;
        // After a stop everybody comes back, so not all at the same moment.
        if (!closed) writer.Write(new("", "cm-bye") { ReconnectionInterval = TimeSpan.FromMilliseconds(stopping.IsCancellationRequested ? Random.Shared.Next(1000, 2500) : 500) });
        await writer.FlushAsync();
    }

    // True when the client was told not to come back.
    async Task<bool> SendAsync(EventWriter writer, TimeSpan lifetime, CancellationTokenSource ends)
    {
        var until = Environment.TickCount64 + (long)lifetime.TotalMilliseconds;
        var name = (string?)null;
        await using var source = items(ends.Token).GetAsyncEnumerator(ends.Token);
        while (Environment.TickCount64 < until)
        {
            var next = source.MoveNextAsync();
            // What is there already leaves together; nothing waits for what is not there yet.
            if (!next.IsCompleted && !await writer.FlushAsync()) await ends.CancelAsync();
            if (!await next) break;

            name = source.Current.EventType;
            writer.Write(source.Current);
            if (!writer.IsFull) continue;
            if (!await writer.FlushAsync()) break;
            // A long replay to a fast reader never waits by itself, and must not keep the thread.
            await Task.Yield();
        }
        return name == Close;
    }

    static void Prepare(HttpContext context)
    {
        var headers = context.Response.Headers;
        context.Response.ContentType = "text/event-stream";
        headers.CacheControl = "no-cache,no-store,no-transform";
        headers.ContentEncoding = "identity";
        // Proxies that buffer would hold the answer back until it is whole.
        headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }
}
