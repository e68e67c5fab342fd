using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>The session's feed over Server-Sent Events: fragments for pages, JSON for programs.</summary>
static class EventsEndpoints
{
    // Before a client comes back after a loss; the planned ends say their own.
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="role">What the page knows of its person's role: another one that came while it was away is told first.</param>
    public static async Task<IResult> Html(Guid id, CurrentUser user, HttpContext http, IMediator mediator, SessionViewer viewer, EventPadding padding,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId, string? since, int? branch, long? until, Guid? thread, string? role, string? list, CancellationToken ct)
    {
        var who = viewer.Arriving(id, user);
        // Bare: the htmx extension would reconnect for ever to a page that answers in HTML.
        if (await mediator.Send(new GetSessionAccess(id, user.Id), ct) is not { } access) return Bare(http);
        var news = role is null || string.Equals(role, access.Role.ToString(), StringComparison.OrdinalIgnoreCase) ? null : ChatFeed.RoleData(access.Role);
        return new EventStream(token => ToHtml(viewer.FollowAsync(id, who, lastEventId, since, View.Page(branch, until, list, thread), token), news, token), padding.For(http.Request));
    }

    public static async Task<IResult> Json(Guid id, CurrentUser user, HttpContext http, IMediator mediator, SessionViewer viewer, EventPadding padding,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId, string? since, CancellationToken ct)
    {
        var who = viewer.Arriving(id, user);
        if (await mediator.Send(new GetSessionAccess(id, user.Id), ct) is not { } access) return new ErrorResult(ChatErrors.SessionNotFound);
        if (access.IsFirstVisitOf(user.Id)) await mediator.Send(new OpenInvitedSession(id, user.Id), ct);
        return new EventStream(token => ToJson(viewer.FollowAsync(id, who, lastEventId, since, View.Everything, token), token), padding.For(http.Request));
    }

    public static IResult Bare(HttpContext http)
    {
        if (http.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        return Results.StatusCode(StatusCodes.Status404NotFound);
    }

    public static async IAsyncEnumerable<SseItem<string>> ToHtml(IAsyncEnumerable<StreamItem> items, string? role, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in items.WithCancellation(ct))
        {
            if (item.Html is not { } html || (html.Length == 0 && item.Name is null)) continue;
            var whole = new SseItem<string>(html, item.Name) { EventId = item.Id, ReconnectionInterval = item.Name == "cm-hello" ? Pause : null };
            foreach (var part in EventParts.Of(whole)) yield return part;
            if (role is not null && item.Name == "cm-hello") yield return new SseItem<string>(role, ChatFeed.Role);
        }
    }

    static async IAsyncEnumerable<SseItem<string>> ToJson(IAsyncEnumerable<StreamItem> items, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in items.WithCancellation(ct))
        {
            foreach (var (json, last) in LargeJson.Of(item.Json)) yield return new SseItem<string>(json) { EventId = last ? item.Id : null };
            if (item.Json is null && item.Name is ("cm-hello" or "cm-ping" or EventStream.Close))
                yield return new SseItem<string>(item.Html ?? "", item.Name) { EventId = item.Id, ReconnectionInterval = item.Name == "cm-hello" ? Pause : null };
        }
    }
}
