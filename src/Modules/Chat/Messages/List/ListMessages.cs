using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.List;

/// <summary>A window of a session's messages, oldest first: the newest, or those before, after or around a message.</summary>
sealed record ListMessages(Guid SessionId, CurrentUser By, Guid? Before, Guid? After, Guid? Around, int Limit) : IRequest<Result<MessageWindow>>;

/// <param name="Cursors">Ids to ask on with; null where the session ends.</param>
sealed record MessageWindow(IReadOnlyList<MessageView> Items, WindowCursors Cursors);

sealed record WindowCursors(Guid? Before, Guid? After);

sealed class ListMessagesHandler(ChatDbContext db, IMediator mediator, LiveRuns live) : IRequestHandler<ListMessages, Result<MessageWindow>>
{
    public async Task<Result<MessageWindow>> Handle(ListMessages request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is null) return ChatErrors.SessionNotFound;
        var messages = db.Messages.AsNoTracking().Where(m => m.SessionId == request.SessionId);

        var anchor = request.Before ?? request.After ?? request.Around;
        var ordinal = anchor is null ? null : await messages.Where(m => m.Id == anchor).Select(m => (long?)m.Ordinal).SingleOrDefaultAsync(cancellationToken);
        if (anchor is not null && ordinal is null) return ChatErrors.MessageNotFound;

        var (older, newer) = (request.Before, request.After, request.Around) switch
        {
            (not null, _, _) => (messages.Where(m => m.Ordinal < ordinal).OrderByDescending(m => m.Ordinal).Take(request.Limit + 1), null),
            (_, not null, _) => (null, messages.Where(m => m.Ordinal > ordinal).OrderBy(m => m.Ordinal).Take(request.Limit + 1)),
            (_, _, not null) => (messages.Where(m => m.Ordinal <= ordinal).OrderByDescending(m => m.Ordinal).Take((request.Limit / 2) + 1),
                messages.Where(m => m.Ordinal > ordinal).OrderBy(m => m.Ordinal).Take((request.Limit / 2) + 1)),
            _ => (messages.OrderByDescending(m => m.Ordinal).Take(request.Limit + 1), (IQueryable<Message>?)null),
        };
        var half = request.Around is null ? request.Limit : request.Limit / 2;
        var before = older is null ? [] : await older.ToListAsync(cancellationToken);
        var after = newer is null ? [] : await newer.ToListAsync(cancellationToken);
        var items = before.Take(half).Reverse().Concat(after.Take(half)).Select(m => MessageView.Of(m, live.OfMessage(m.Id)?.Snapshot())).ToList();
        return new MessageWindow(items, new(
            before.Count > half || request.After is not null ? items.FirstOrDefault()?.Id : null,
            after.Count > half || request.Before is not null ? items.LastOrDefault()?.Id : null));
    }
}

static class ListMessagesEndpoint
{
    public static async Task<IResult> Api(
        Guid id, CurrentUser user, IMediator mediator, CancellationToken ct, Guid? before = null, Guid? after = null, Guid? around = null, int limit = 50) =>
        (await mediator.Send(new ListMessages(id, user, before, after, around, Math.Clamp(limit, 1, 200)), ct)).ToHttp(Results.Ok);
}
