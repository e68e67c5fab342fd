using System.Runtime.CompilerServices;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Live;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ChatMonolith.Modules.Chat.Stream;

/// <summary>What concerns a person in all their sessions, for those of their pages that show none: how their list is now.</summary>
static class PersonEvents
{
    public static IResult Html(CurrentUser user, HttpRequest request, SessionFeeds feeds, EventPadding padding, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, string? list) =>
        new EventStream(ends => EventsEndpoints.ToHtml(FollowAsync(feeds, new(user.Id, user.AccessId), lastEventId ?? list ?? "", ends), null, ends), padding.For(request));

    static async IAsyncEnumerable<StreamItem> FollowAsync(SessionFeeds feeds, Onlooker who, string position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var person = new PersonFollower(feeds, who, position);
        yield return StreamItem.Hello;
        var lastSent = Environment.TickCount64;
        while (true)
        {
            foreach (var item in person.Read())
            {
                lastSent = Environment.TickCount64;
                yield return item with { Id = person.Position };
                if (item.Name == ChatFeed.Close) yield break;
            }
            // That they signed out may be among what was missed: whoever comes back is asked again who they are.
            if (person.Missed) yield break;
            if (Environment.TickCount64 - lastSent >= SessionFeeds.Heartbeat.TotalMilliseconds)
            {
                lastSent = Environment.TickCount64;
                yield return StreamItem.Ping;
            }
            await person.WaitAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
