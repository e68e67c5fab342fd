using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Mentions;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Threads;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Send;

/// <summary>Says something in a session and starts the answers of those that it asks. The same client id twice gives the first result again.</summary>
/// <param name="ThreadId">The message in whose thread it is said; null for the conversation.</param>
/// <param name="Agent">An agent that is asked besides those that the text names.</param>
sealed record SendMessage(Guid SessionId, CurrentUser By, string Content, string? ClientMessageId, string? Agent, Guid? ParentId, int? Branch = null, Guid? ThreadId = null)
    : IRequest<Result<SentMessage>>
{
    /// <summary>What the page's choice of agents shows: the session's agent from now on, but by that nobody is asked.</summary>
    public string? Picked { get; init; }

    /// <summary>What it showed before the person touched it.</summary>
    public string? Shown { get; init; }

    /// <summary>Said to people only.</summary>
    public bool IsComment { get; init; }

    /// <summary>The choice, unless it was left as it was: then it must not undo what somebody else has chosen since.</summary>
    public string? ChosenIn(SessionAccess session) => string.IsNullOrEmpty(Picked) || (Picked == Shown && session.AgentId is not null) ? null : Picked;
}

sealed class SendMessageValidator : AbstractValidator<SendMessage>
{
    public SendMessageValidator()
    {
        RuleFor(r => r.Content).Must(c => !string.IsNullOrWhiteSpace(c)).WithErrorCode("content_empty").WithMessage("There is nothing to send yet. Type a message first.")
            .MaximumLength(Message.MaxContent).WithErrorCode("content_too_long").WithMessage($"A message has at most {Message.MaxContent:N0} characters. Shorten it, or send it in parts.");
        RuleFor(r => r.ClientMessageId).MaximumLength(64).WithMessage("A client message id has at most 64 characters.");
        RuleFor(r => r.Agent).MaximumLength(200).WithMessage("This is not the id of an agent. Choose one from the list.");
        RuleFor(r => r.Picked).MaximumLength(200).WithMessage("This is not the id of an agent. Choose one from the list.");
    }
}

sealed class SendMessageHandler(ChatDbContext db, IMediator mediator, Asking asking, SendLimits limits, OncePerId once) : IRequestHandler<SendMessage, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(SendMessage request, CancellationToken cancellationToken)
    {
        var access = await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken);
        if (access is null) return ChatErrors.SessionNotFound;
        if (access.IsFirstVisitOf(request.By.Id))
        {
            await mediator.Send(new OpenInvitedSession(request.SessionId, request.By.Id), cancellationToken);
            // With one person more other messages may be answered.
            if ((access = await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken)) is null) return ChatErrors.SessionNotFound;
        }
        var question = new NewQuestion(request.Content, request.ClientMessageId) { IsComment = request.IsComment };
        using var turn = await once.TakeAsync(request.SessionId, request.By, question.ClientMessageId, cancellationToken);
        if (await db.RepeatedAsync(request.SessionId, request.By, question, cancellationToken) is { } repeated) return repeated;
        if (!access.CanComment) return ChatErrors.ReadOnly;
        if (!access.CanWrite && !request.IsComment) return ChatErrors.CommentsOnly;
        if (Named.IsPossible(question.Content))
            question = question with { Named = Named.In(question.Content, access, request.IsComment ? [] : await mediator.Send(new ListAgents(), cancellationToken)) };
        var asked = await mediator.WhoAnswersAsync(request, access, question.Named, cancellationToken);
        if (asked.Failed) return asked.Error;
        if (limits.Refusal(request.By.Id, asked.Value.Length) is { } tooFast) return tooFast;
        var parent = request.ParentId is null ? null : await db.Messages.AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == request.ParentId && m.SessionId == request.SessionId && m.DeletedAt == null, cancellationToken);
        if (request.ParentId is not null && (parent is null || (request.ThreadId ?? parent.ThreadId) != parent.ThreadId)) return ChatErrors.ParentNotFound;
        if (parent is { IsComment: true } && !request.IsComment) return ChatErrors.ParentIsComment;
        if (request.ThreadId is { } thread && await db.Messages.AnyAsync(m => m.Id == thread && m.SessionId == request.SessionId && m.ThreadId != null, cancellationToken)) return ThreadErrors.Inside;

        // Who answers in a thread says nothing about who answers in the conversation.
        if (!request.IsComment && request.ThreadId is null && parent?.ThreadId is null) await ChooseAsync(string.IsNullOrEmpty(request.Agent) ? request.ChosenIn(access) : request.Agent, access, cancellationToken);
        return await asking.AskAsync(request.SessionId, request.By, asked.Value, question, (count, newest) => PlaceAsync(request, parent, count, newest, cancellationToken), cancellationToken)
            is { } sent ? sent : request.ThreadId is null ? ChatErrors.BranchNotFound : ThreadErrors.NotFound;
    }

    async Task ChooseAsync(string? agent, SessionAccess session, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(agent) && agent != session.AgentId && await mediator.Send(new FindAgent(agent), cancellationToken) is not null)
            await mediator.Send(new ChooseSessionAgent(session.SessionId, agent, session.AgentId), cancellationToken);
    }

    async Task<NextPlace?> PlaceAsync(SendMessage request, Message? parent, int count, Guid newest, CancellationToken cancellationToken)
    {
        var place = await FindPlaceAsync(request, parent, count, newest, cancellationToken);
        // A version of something else than the thread that it was meant for.
        return request.ThreadId is { } thread && place?.Root?.Id != thread ? null : place;
    }

    async Task<NextPlace?> FindPlaceAsync(SendMessage request, Message? parent, int count, Guid newest, CancellationToken cancellationToken) =>
        request.ThreadId is { } thread && request.Branch is null && parent is null ? await db.InThreadAsync(request.SessionId, thread, count, request.IsComment, cancellationToken)
        : request.IsComment ? await db.AsideAsync(request.SessionId, parent?.Branch ?? request.Branch, cancellationToken)
        : parent is not null ? await db.BehindAsync(parent, count, newest, cancellationToken)
        : request.Branch is { } branch ? await db.InBranchAsync(request.SessionId, branch, count, newest, cancellationToken)
        : await db.AtEndAsync(request.SessionId, count, newest, cancellationToken);
}
