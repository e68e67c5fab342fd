using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
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

namespace ChatMonolith.Modules.Chat.Replies.Regenerate;

/// <summary>Answers the same question again, by the same or another agent. The old answer stays as another version; Retry is this too.</summary>
sealed record RegenerateReply(Guid MessageId, CurrentUser By, string? Agent, string? ClientMessageId) : IRequest<Result<SentMessage>>;

sealed class RegenerateReplyValidator : AbstractValidator<RegenerateReply>
{
    public RegenerateReplyValidator()
    {
        RuleFor(r => r.Agent).MaximumLength(200).WithMessage("This is not the id of an agent. Choose one from the list.");
        RuleFor(r => r.ClientMessageId).MaximumLength(64).WithMessage("A client message id has at most 64 characters.");
    }
}

sealed class RegenerateReplyHandler(ChatDbContext db, IMediator mediator, Asking asking, OncePerId once) : IRequestHandler<RegenerateReply, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(RegenerateReply request, CancellationToken cancellationToken)
    {
        var old = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.MessageId, cancellationToken);
        if (old?.ParentId is not { } question || old.AuthorKind is not AuthorKind.Agent) return ChatErrors.MessageNotFound;
        if (await mediator.Send(new GetSessionAccess(old.SessionId, request.By.Id), cancellationToken) is not { } access) return ChatErrors.MessageNotFound;
        var id = string.IsNullOrEmpty(request.ClientMessageId) ? null : request.ClientMessageId;
        using var turn = await once.TakeAsync(old.SessionId, request.By, id, cancellationToken);
        var first = await db.FirstRunAsync(old.SessionId, request.By, id, cancellationToken);
        if (first is null && old.DeletedAt is not null) return ChatErrors.MessageNotFound;
        if (asking.Instead(access, request.By, first) is { } instead) return instead;
        if (!old.IsOver) return ChatErrors.StillRunning;
        if (!await db.Messages.AnyAsync(m => m.Id == question && m.DeletedAt == null, cancellationToken)) return MessageErrors.QuestionDeleted;
        if (await AgentAsync(request, old, access, cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;

        var sent = await asking.AskAsync(old.SessionId, request.By, [agent], null, async (count, newest) =>
        {
            var place = await db.ForkAsync(old.SessionId, old.Branch, old.Ordinal - 1, question, count, newest, cancellationToken);
            // Under the session's row lock: two people who press together get one answer.
            return await RunningAsync(old, agent, cancellationToken) is null ? place : null;
        }, cancellationToken, id);
        if (sent is not null) return sent;
        db.ChangeTracker.Clear();
        return await RunningAsync(old, agent, cancellationToken) is { } running ? running : ChatErrors.StillRunning;
    }

    // After trouble the agent that the session has now: "choose another agent" was the advice.
    async Task<AgentSummary?> AgentAsync(RegenerateReply request, Message old, SessionAccess access, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(request.Agent)) return await mediator.Send(new FindAgent(request.Agent), cancellationToken);
        var wanted = old.Status is MessageStatus.Done ? old.AuthorId : access.AgentId ?? old.AuthorId;
        return await mediator.Send(new FindAgent(wanted), cancellationToken) ?? await mediator.Send(new FindAgent(null), cancellationToken);
    }

    async Task<SentMessage?> RunningAsync(Message old, AgentSummary agent, CancellationToken cancellationToken) =>
        await FindRunningAsync(old, agent, cancellationToken) is { } running ? SentMessage.Of(old.SessionId, old.ParentId!.Value, [running], old.ThreadId) : null;

    // Of the same agent: another one that is wanted as well answers beside it.
    Task<StartedReply?> FindRunningAsync(Message old, AgentSummary agent, CancellationToken cancellationToken) => db.Runs.AsNoTracking()
        .Where(r => r.SessionId == old.SessionId && r.AgentId == agent.Id && r.EndedAt == null)
        // Not what stands beside it in the same version: that agent was asked with this one.
        .Join(db.Messages.Where(m => m.ParentId == old.ParentId && (m.Branch != old.Branch || m.Id == old.Id)), r => r.MessageId, m => m.Id, (r, m) => new StartedReply(m.Id, r.Id))
        .FirstOrDefaultAsync(cancellationToken);
}

static class RegenerateEndpoints
{
    public sealed record Body(string? Agent, string? ClientMessageId);

    public static async Task<IResult> Form(Guid id, CurrentUser user, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RegenerateReply(id, user, null, await Answers.ClientIdAsync(request, ct)), ct)).ToHttp(sent => Answers.Quietly(request, sent.SessionId, sent.ThreadId));

    public static async Task<IResult> Api(Guid id, Body? body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new RegenerateReply(id, user, body?.Agent, body?.ClientMessageId), ct)).ToHttp(sent => Results.Accepted(null, sent));
}
