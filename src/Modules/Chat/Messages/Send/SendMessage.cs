using System.Text.Json.Serialization;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Threads;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Send;

/// <summary>Says something in a session and starts the chosen agent's answer. The same client id twice gives the first result again.</summary>
/// <param name="ThreadId">The message in whose thread it is said; null for the conversation.</param>
sealed record SendMessage(Guid SessionId, CurrentUser By, string Content, string? ClientMessageId, string? Agent, Guid? ParentId, int? Branch = null, Guid? ThreadId = null)
    : IRequest<Result<SentMessage>>;

sealed record SentMessage(Guid MessageId, Guid ReplyId, Guid RunId, [property: JsonIgnore] Guid SessionId, [property: JsonIgnore] Guid? ThreadId = null);

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

sealed class SendMessageHandler(ChatDbContext db, IMediator mediator, Asking asking) : IRequestHandler<SendMessage, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(SendMessage request, CancellationToken cancellationToken)
    {
        var access = await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken);
        if (access is null) return ChatErrors.SessionNotFound;
        if (!access.CanWrite) return ChatErrors.ReadOnly;
        var question = new NewQuestion(request.Content, request.ClientMessageId);
        if (await asking.InsteadAsync(request.SessionId, request.By, question.ClientMessageId, cancellationToken) is { } instead) return instead;
        var wanted = string.IsNullOrEmpty(request.Agent) ? access.AgentId : request.Agent;
        if (await mediator.Send(new FindAgent(wanted), cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;
        var parent = request.ParentId is null ? null : await db.Messages.AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == request.ParentId && m.SessionId == request.SessionId && m.DeletedAt == null, cancellationToken);
        if (request.ParentId is not null && (parent is null || (request.ThreadId ?? parent.ThreadId) != parent.ThreadId)) return ChatErrors.ParentNotFound;
        if (request.ThreadId is { } thread && await db.Messages.AnyAsync(m => m.Id == thread && m.SessionId == request.SessionId && m.ThreadId != null, cancellationToken)) return ThreadErrors.Inside;

        // Who answers in a thread says nothing about who answers in the conversation.
        if (request.ThreadId is null && parent?.ThreadId is null && agent.Id != access.AgentId && !string.IsNullOrEmpty(request.Agent))
            await mediator.Send(new ChooseSessionAgent(request.SessionId, agent.Id), cancellationToken);
        return await asking.AskAsync(request.SessionId, request.By, agent, question, (count, newest) => PlaceAsync(request, parent, count, newest, cancellationToken), cancellationToken)
            is { } sent ? sent : request.ThreadId is null ? ChatErrors.BranchNotFound : ThreadErrors.NotFound;
    }

    async Task<NextPlace?> PlaceAsync(SendMessage request, Message? parent, int count, Guid newest, CancellationToken cancellationToken)
    {
        var place = await FindPlaceAsync(request, parent, count, newest, cancellationToken);
        // A version of something else than the thread that it was meant for.
        return request.ThreadId is { } thread && place?.Root?.Id != thread ? null : place;
    }

    async Task<NextPlace?> FindPlaceAsync(SendMessage request, Message? parent, int count, Guid newest, CancellationToken cancellationToken) =>
        parent is not null ? await db.BehindAsync(parent, count, newest, cancellationToken)
        : request.ThreadId is { } thread && request.Branch is null ? await db.InThreadAsync(request.SessionId, thread, count, cancellationToken)
        : request.Branch is { } branch ? await db.InBranchAsync(request.SessionId, branch, count, newest, cancellationToken)
        : await db.AtEndAsync(request.SessionId, count, newest, cancellationToken);
}
