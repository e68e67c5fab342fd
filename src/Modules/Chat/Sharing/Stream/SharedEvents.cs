using System.Runtime.CompilerServices;
using ChatMonolith.Modules.Chat.Sharing.Show;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Chat.Sharing.Stream;

/// <summary>What happens, for an open page of a link: nothing of who is there or what it costs, and the end of the link at once.</summary>
sealed class SharedEvents(SessionViewer viewer, SharedFragments fragments, IServiceScopeFactory scopes)
{
    static readonly StreamItem Ended = new(null, ChatFeed.Close, """{"why":"revoked"}""", null);

    public static async Task<IResult> Html(string token, HttpContext http, ShareDoor door, SharedEvents events, EventPadding padding, TimeProvider clock,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId, string? since, long? until, CancellationToken ct)
    {
        if (await door.EnterAsync(token, http.Request, ct) is not { } share) return EventsEndpoints.Bare(http);
        return new EventStream(ends => EventsEndpoints.ToHtml(events.FollowAsync(token, share, lastEventId, since, until, ends), null, ends),
            padding.For(http.Request), share.ExpiresAt - clock.GetUtcNow());
    }

    async IAsyncEnumerable<StreamItem> FollowAsync(string token, Share share, string? lastEventId, string? since, long? until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var view = View.Page(null, until) with { Reader = new(share, fragments) };
        var first = true;
        await foreach (var item in viewer.FollowAsync(share.SessionId, new(share.Id), lastEventId, since, view, cancellationToken))
        {
            yield return item;
            if (!first) continue;
            first = false;
            // Only now it listens: a link or a session that ended before that opens nothing any more.
            if (await IsThereAsync(token, cancellationToken)) continue;
            yield return Ended;
            yield break;
        }
    }

    async Task<bool> IsThereAsync(string token, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ShareDoor>().FindAsync(token, cancellationToken) is not null;
    }
}
