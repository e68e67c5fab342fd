using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Replies.Continue;

/// <summary>Lets an answer that ended too early go on in the same message, right behind its text. The agent stays the one that began it.</summary>
sealed record ContinueReply(Guid MessageId, CurrentUser By, string? ClientMessageId) : IRequest<Result<SentMessage>>;

sealed class ContinueReplyValidator : AbstractValidator<ContinueReply>
{
    public ContinueReplyValidator() => RuleFor(r => r.ClientMessageId).MaximumLength(64).WithMessage("A client message id has at most 64 characters.");
}

sealed class ContinueReplyHandler(ChatDbContext db, IMediator mediator, Asking asking, OncePerId once) : IRequestHandler<ContinueReply, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(ContinueReply request, CancellationToken cancellationToken)
    {
        var seen = await db.Messages.AsNoTracking().Where(m => m.Id == request.MessageId && m.AuthorKind == AuthorKind.Agent)
            .Select(m => new { m.SessionId, m.AuthorId, m.DeletedAt }).SingleOrDefaultAsync(cancellationToken);
        if (seen is null || await mediator.Send(new GetSessionAccess(seen.SessionId, request.By.Id), cancellationToken) is not { } access) return ChatErrors.MessageNotFound;
        var id = string.IsNullOrEmpty(request.ClientMessageId) ? null : request.ClientMessageId;
        using var turn = await once.TakeAsync(seen.SessionId, request.By, id, cancellationToken);
        var first = await db.FirstRunAsync(seen.SessionId, request.By, id, cancellationToken);
        if (first is null && seen.DeletedAt is not null) return ChatErrors.MessageNotFound;
        if (asking.Instead(access, request.By, first) is { } instead) return instead;
        if (await mediator.Send(new FindAgent(seen.AuthorId), cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;
        return await asking.GoOnAsync(seen.SessionId, request.MessageId, request.By, agent, id, cancellationToken);
    }
}

static class ContinueEndpoints
{
    public sealed record Body(string? ClientMessageId);

    public static async Task<IResult> Form(Guid id, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ContinueReply(id, user, await Answers.ClientIdAsync(request, ct)), ct)).ToHttp(sent => Answers.Quietly(request, sent.SessionId, sent.ThreadId));

    public static async Task<IResult> Api(Guid id, Body? body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ContinueReply(id, user, body?.ClientMessageId), ct)).ToHttp(sent => Results.Accepted(null, sent));
}
