using System.Text.Json;
using System.Threading.Channels;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Kernel.Live;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Sessions.Live;

/// <summary>
/// Keeps the lists of open pages as a fresh page would show them. What changes within a moment is looked up together: three queries for all
/// sessions and people, and none at all for people who have no page open.
/// </summary>
sealed class LiveList(SessionFeeds feeds, IEnumerable<ISessionActivity> activities, IServiceScopeFactory scopes, ILogger<LiveList> logger) : BackgroundService
{
    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    readonly Channel<Change> _changes = Channel.CreateUnbounded<Change>(new() { SingleReader = true });

    /// <summary>What a session's row says is something else now.</summary>
    public void Changed(Guid sessionId, bool moved = false, Guid? onlyFor = null) => _changes.Writer.TryWrite(new(sessionId, moved, onlyFor, Gone: false, Renamed: false));

    /// <summary>Nobody is told again what it was called.</summary>
    public void Renamed(Guid sessionId) => _changes.Writer.TryWrite(new(sessionId, false, null, Gone: false, Renamed: true));

    /// <summary>These people cannot see the session any more.</summary>
    public void Gone(Guid sessionId, IEnumerable<Guid> users)
    {
        foreach (var user in users) _changes.Writer.TryWrite(new(sessionId, false, user, Gone: true, Renamed: false));
    }

    /// <summary>The person has a session more; where it belongs in their list the list itself says.</summary>
    public void Joined(Guid userId) => feeds.TellPerson(userId, new FeedEvent { Name = "cm-list", Html = "{}" });

    void Take(SessionActivity activity) => Changed(activity.SessionId, activity.Moved, activity.OnlyFor);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var activity in activities) activity.Happened += Take;
        try
        {
            while (await _changes.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Moment, stoppingToken);
                var gathered = new List<Change>();
                while (_changes.Reader.TryRead(out var change)) gathered.Add(change);
                await TellAsync(gathered, stoppingToken);
            }
        }
        finally
        {
            foreach (var activity in activities) activity.Happened -= Take;
        }
    }

    async Task TellAsync(List<Change> changes, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var bySession = changes.ToLookup(c => c.SessionId);
            var rows = await RowsAsync(scope.ServiceProvider, bySession, cancellationToken);
            foreach (var gone in changes.Where(c => c.Gone && !rows.Any(r => r.Reader.SessionId == c.SessionId && r.Reader.UserId == c.OnlyFor)))
                feeds.TellPerson(gone.OnlyFor!.Value, new FeedEvent { Name = "cm-gone", Html = Json(new { id = gone.SessionId }) });
            if (rows.Count == 0) return;
            var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
            var news = await mediator.Send(new CountUnread([.. rows.Select(r => r.Reader)]), cancellationToken);
            var mentions = await mediator.Send(new CountMentions([.. rows.Select(r => r.Reader.UserId).Distinct()]), cancellationToken);
            foreach (var row in rows)
            {
                var (now, named) = (news.GetValueOrDefault(row.Reader) ?? SessionNews.None, mentions.GetValueOrDefault(row.Reader.UserId));
                if (bySession[row.Reader.SessionId].Any(c => c.Renamed)) feeds.ForgetTold(row.Reader.UserId);
                feeds.TellPerson(row.Reader.UserId, new FeedEvent
                {
                    Name = "cm-row",
                    Html = Json(new
                    {
                        id = row.Reader.SessionId, title = row.Title, unread = now.Unread == 0 ? null : now.UnreadText, mentioned = now.Mentions > 0, answering = now.Answering, top = row.Moved, invitedBy = row.InvitedBy,
                        mentions = named == 0 ? null : SessionNews.TextOf(named),
                    }),
                });
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(e, "Open pages were not told how their lists changed");
        }
    }

    /// <summary>Who of the sessions' people has a page open and must be told.</summary>
    async Task<List<Row>> RowsAsync(IServiceProvider services, ILookup<Guid, Change> bySession, CancellationToken cancellationToken)
    {
        // Often a change is for one person alone, or for nobody who is here.
        var ids = bySession.Where(s => s.Any(c => c.OnlyFor is not { } only || feeds.IsAround(only))).Select(s => s.Key).ToArray();
        if (ids.Length == 0 || !feeds.IsAnybodyAround) return [];
        var people = await services.GetRequiredService<SessionsDbContext>().Sessions.AsNoTracking().Where(s => ids.Contains(s.Id))
            .SelectMany(s => s.Participants, (s, p) => new { s.Id, s.Title, p.UserId, InvitedBy = p.JoinedAt == null ? p.InvitedBy : null }).ToListAsync(cancellationToken);
        return [.. from person in people
                   where feeds.IsAround(person.UserId)
                   let mine = bySession[person.Id].Where(c => c.OnlyFor is null || c.OnlyFor == person.UserId).ToList()
                   where mine.Count > 0
                   select new Row(new(person.Id, person.UserId), person.Title, mine.Exists(c => c.Moved), person.InvitedBy)];
    }

    static string Json(object data) => JsonSerializer.Serialize(data, FeedEvent.Json);

    readonly record struct Change(Guid SessionId, bool Moved, Guid? OnlyFor, bool Gone, bool Renamed);

    sealed record Row(SessionReader Reader, string Title, bool Moved, string? InvitedBy);
}
