using System.Globalization;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.List;

/// <summary>The user's sessions, the one that moved last first. The cursor is the last page's <c>next</c>.</summary>
sealed record ListSessions(CurrentUser By, string? Query, string? Cursor, int Limit) : IRequest<SessionPage>;

sealed record SessionPage(IReadOnlyList<SessionView> Items, string? Next);

sealed class ListSessionsHandler(SessionsDbContext db, IMediator mediator) : IRequestHandler<ListSessions, SessionPage>
{
    public async Task<SessionPage> Handle(ListSessions request, CancellationToken cancellationToken)
    {
        var mine = db.Sessions.AsNoTracking().Where(s => s.Participants.Any(p => p.UserId == request.By.Id));
        if (request.Query?.Trim().Replace("\0", "", StringComparison.Ordinal) is { Length: > 0 } query)
            mine = mine.Where(s => EF.Functions.ILike(s.Title, $"%{Escape(query)}%", "\\"));
        if (Position.Read(request.Cursor) is { } after)
            mine = mine.Where(s => s.UpdatedAt < after.At || (s.UpdatedAt == after.At && s.Id < after.Id));

        var rows = await mine.OrderByDescending(s => s.UpdatedAt).ThenByDescending(s => s.Id).Take(request.Limit + 1)
            .Select(s => new { Session = s, Me = s.Participants.First(p => p.UserId == request.By.Id), People = s.Participants.Count(p => p.JoinedAt != null) }).ToListAsync(cancellationToken);
        var items = await SessionView.OfAsync([.. rows.Take(request.Limit).Select(r => new ListedSession(r.Session, r.Me, r.People))], request.By, mediator, cancellationToken);
        return new(items, rows.Count > request.Limit ? new Position(items[^1].UpdatedAt, items[^1].Id).ToString() : null);
    }

    static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    sealed record Position(DateTimeOffset At, Guid Id)
    {
        public override string ToString() => $"{At.UtcTicks}-{Id:N}";

        public static Position? Read(string? text) => text?.Split('-') is [var ticks, var id]
            && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at) && at is > 0 and < 3155378975999999999 && Guid.TryParseExact(id, "N", out var guid)
            ? new(new DateTimeOffset(at, TimeSpan.Zero), guid) : null;
    }
}

static class ListSessionsEndpoint
{
    public static async Task<IResult> Api(CurrentUser user, IMediator mediator, CancellationToken ct, string? query = null, string? cursor = null, int limit = 50) =>
        Results.Ok(await mediator.Send(new ListSessions(user, query, cursor, Math.Clamp(limit, 1, 200)), ct));
}
