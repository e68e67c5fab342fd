using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Replies.Stop;

/// <summary>Ends an answer early. Works before the first token and from any tab; a second time changes nothing.</summary>
sealed record StopRun(Guid RunId, CurrentUser By) : IRequest<Result<Unit>>;

sealed class StopRunHandler(ChatDbContext db, IMediator mediator, LiveRuns live, TimeProvider clock) : IRequestHandler<StopRun, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(StopRun request, CancellationToken cancellationToken)
    {
        var sessionId = live.OfRun(request.RunId)?.Run.SessionId
            ?? await db.Runs.Where(r => r.Id == request.RunId).Select(r => (Guid?)r.SessionId).SingleOrDefaultAsync(cancellationToken);
        if (sessionId is null || await mediator.Send(new GetSessionAccess(sessionId.Value, request.By.Id), cancellationToken) is not { } access) return ChatErrors.RunNotFound;
        if (!access.CanWrite) return ChatErrors.ReadOnly;

        // At once, so that what is shown does not grow meanwhile; and stored, for other nodes and in case that this one dies.
        live.OfRun(request.RunId)?.Stop(request.By.Name);
        await db.Runs.Where(r => r.Id == request.RunId).RequestStopAsync(request.By.Name, clock.GetUtcNow(), cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Ends every answer that is being written in the conversation, or in one of its threads.</summary>
sealed record StopSessionRuns(Guid SessionId, CurrentUser By, Guid? ThreadId = null) : IRequest<Result<Unit>>;

sealed class StopSessionRunsHandler(ChatDbContext db, IMediator mediator, LiveRuns live, TimeProvider clock) : IRequestHandler<StopSessionRuns, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(StopSessionRuns request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is not { } access) return ChatErrors.SessionNotFound;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        foreach (var run in live.OfSession(request.SessionId).Where(r => r.Reply.ThreadId == request.ThreadId)) run.Stop(request.By.Name);
        await db.Runs.Where(r => r.SessionId == request.SessionId && db.Messages.Any(m => m.Id == r.MessageId && m.ThreadId == request.ThreadId)).RequestStopAsync(request.By.Name, clock.GetUtcNow(), cancellationToken);
        return Unit.Value;
    }
}

static class StopRequests
{
    /// <summary>The first one counts; what is over stays as it is.</summary>
    public static Task RequestStopAsync(this IQueryable<Run> runs, string by, DateTimeOffset now, CancellationToken cancellationToken) =>
        runs.Where(r => r.EndedAt == null && r.StopRequestedAt == null)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.StopRequestedAt, now).SetProperty(x => x.StopRequestedBy, by), cancellationToken);
}

static class StopEndpoints
{
    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new StopRun(id, user), ct)).ToHttp(_ => Results.Accepted());

    public static async Task<IResult> Form(Guid id, Guid? thread, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new StopSessionRuns(id, user, thread), ct)).ToHttp(_ => Answers.Quietly(request, id, thread));
}
