using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Kernel.Live;

/// <summary>The one place that knows how Server-Sent Events leave this process.</summary>
public static class EventStream
{
    /// <summary>
    /// Sends <paramref name="items"/> until they end, the client leaves, the host stops or <paramref name="lifetime"/> is over.
    /// The first item must come at once: the headers wait for it.
    /// </summary>
    public static IResult Of(HttpContext context, Func<CancellationToken, IAsyncEnumerable<SseItem<string>>> items, TimeSpan lifetime)
    {
        // Proxies that buffer would hold the answer back until it is whole.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Guarded(context, items, lifetime, context.RequestAborted));
    }

    static async IAsyncEnumerable<SseItem<string>> Guarded(
        HttpContext context, Func<CancellationToken, IAsyncEnumerable<SseItem<string>>> items, TimeSpan lifetime,
        [EnumeratorCancellation] CancellationToken aborted)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        ends.CancelAfter(lifetime);
        await using var source = items(ends.Token).GetAsyncEnumerator(ends.Token);
        while (true)
        {
            try
            {
                if (!await source.MoveNextAsync()) break;
            }
            catch (OperationCanceledException) when (ends.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // Thrown on, it would cut the connection in the middle of the body; an orderly end lets the client come back.
                context.RequestServices.GetRequiredService<ILogger<SessionFeed>>().LogError(e, "An event stream failed");
                break;
            }
            yield return source.Current;
        }
        if (!aborted.IsCancellationRequested)
            yield return new SseItem<string>("", "cm-bye") { ReconnectionInterval = TimeSpan.FromMilliseconds(stopping.IsCancellationRequested ? 1500 : 500) };
    }
}
