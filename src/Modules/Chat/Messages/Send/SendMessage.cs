using System.Text.Json.Serialization;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Send;

/// <summary>Says something in a session and starts the chosen agent's answer. The same client id twice gives the first result again.</summary>
sealed record SendMessage(Guid SessionId, CurrentUser By, string Content, string? ClientMessageId, string? Agent, Guid? ParentId, int? Branch = null)
    : IRequest<Result<SentMessage>>;

sealed record SentMessage(Guid MessageId, Guid ReplyId, Guid RunId, [property: JsonIgnore] Guid SessionId);

sealed class SendMessageValidator : AbstractValidator<SendMessage>
{
    public SendMessageValidator()
    {
        RuleFor(r => r.Content).Must(c => !string.IsNullOrWhiteSpace(c)).WithErrorCode("content_empty").WithMessage("There is nothing to send yet. Type a message first.")
            .MaximumLength(Message.MaxContent).WithErrorCode("content_too_long").WithMessage($"A message has at most {Message.MaxContent:N0} characters. Shorten it, or send it in parts.");
        RuleFor(r => r.ClientMessageId).MaximumLength(64).WithMessage("A client message id has at most 64 characters.");
        RuleFor(r => r.Agent).MaximumLength(200).WithMessage("This is not the id of an agent. Choose one from the list.");
    }
}

sealed class SendMessageHandler(ChatDbContext db, IMediator mediator, Asking asking, OncePerId once) : IRequestHandler<SendMessage, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(SendMessage request, CancellationToken cancellationToken)
    {
        var access = await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken);
        if (access is null) return ChatErrors.SessionNotFound;
        var question = new NewQuestion(request.Content, request.ClientMessageId);
        using var turn = await once.TakeAsync(request.SessionId, request.By, question.ClientMessageId, cancellationToken);
        if (asking.Instead(access, request.By, await db.FirstResultAsync(request.SessionId, request.By, question.ClientMessageId, cancellationToken)) is { } instead) return instead;
        var wanted = string.IsNullOrEmpty(request.Agent) ? access.AgentId : request.Agent;
        if (await mediator.Send(new FindAgent(wanted), cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;
        var parent = request.ParentId is null ? null : await db.Messages.AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == request.ParentId && m.SessionId == request.SessionId && m.DeletedAt == null, cancellationToken);
        if (request.ParentId is not null && parent is null) return ChatErrors.ParentNotFound;

        if (agent.Id != access.AgentId && !string.IsNullOrEmpty(request.Agent))
            await mediator.Send(new ChooseSessionAgent(request.SessionId, agent.Id), cancellationToken);
        return await asking.AskAsync(request.SessionId, request.By, agent, question, (count, newest) => PlaceAsync(request, parent, count, newest, cancellationToken), cancellationToken)
            is { } sent ? sent : ChatErrors.BranchNotFound;
    }

    async Task<NextPlace?> PlaceAsync(SendMessage request, Message? parent, int count, Guid newest, CancellationToken cancellationToken) =>
        parent is not null ? await db.BehindAsync(parent, count, newest, cancellationToken)
        : request.Branch is { } branch ? await db.InBranchAsync(request.SessionId, branch, count, newest, cancellationToken)
        : await db.AtEndAsync(request.SessionId, count, newest, cancellationToken);
}
