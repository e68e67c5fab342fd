using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Replies.Continue;

/// <summary>Lets an answer that ended too early go on in the same message, right behind its text. The agent stays the one that began it.</summary>
sealed record ContinueReply(Guid MessageId, CurrentUser By) : IRequest<Result<SentMessage>>;

sealed class ContinueReplyHandler(ChatDbContext db, IMediator mediator, Asking asking) : IRequestHandler<ContinueReply, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(ContinueReply request, CancellationToken cancellationToken)
    {
        var seen = await db.Messages.AsNoTracking().Where(m => m.Id == request.MessageId && m.AuthorKind == AuthorKind.Agent && m.DeletedAt == null)
            .Select(m => new { m.SessionId, m.AuthorId }).SingleOrDefaultAsync(cancellationToken);
        if (seen is null || await mediator.Send(new GetSessionAccess(seen.SessionId, request.By.Id), cancellationToken) is not { } access) return ChatErrors.MessageNotFound;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        if (await asking.InsteadAsync(seen.SessionId, request.By, null, cancellationToken) is { } instead) return instead;
        if (await mediator.Send(new FindAgent(seen.AuthorId), cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;
        return await asking.GoOnAsync(seen.SessionId, request.MessageId, request.By, agent, cancellationToken);
    }
}

static class ContinueEndpoints
{
    public static async Task<IResult> Form(Guid id, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ContinueReply(id, user), ct)).ToHttp(sent => Answers.Quietly(request, sent.SessionId, sent.ThreadId));

    public static async Task<IResult> Api(Guid id, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ContinueReply(id, user), ct)).ToHttp(sent => Results.Accepted(null, sent));
}
