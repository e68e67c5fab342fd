using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Mentions;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Edit;

/// <summary>Asks again in other words: a new version of the session from the question on. The old one stays beside it.</summary>
sealed record AskInOtherWords(Guid MessageId, CurrentUser By, string Content, string? ClientMessageId) : IRequest<Result<SentMessage>>;

sealed class AskInOtherWordsValidator : AbstractValidator<AskInOtherWords>
{
    public AskInOtherWordsValidator()
    {
        RuleFor(r => r.Content).WrittenByAPerson();
        RuleFor(r => r.ClientMessageId).MaximumLength(64).WithMessage("A client message id has at most 64 characters.");
    }
}

sealed class AskInOtherWordsHandler(ChatDbContext db, MessageAccess access, IMediator mediator, Asking asking, OncePerId once)
    : IRequestHandler<AskInOtherWords, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(AskInOtherWords request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(request.MessageId, request.By, cancellationToken) is not { } seen) return ChatErrors.MessageNotFound;
        var (old, question) = (seen.Message, new NewQuestion(request.Content, request.ClientMessageId, seen.Message.SummaryOf));
        using var turn = await once.TakeAsync(old.SessionId, request.By, question.ClientMessageId, cancellationToken);
        if (await db.RepeatedAsync(old.SessionId, request.By, question, cancellationToken) is { } repeated) return repeated;
        if (EditRules.Refusal(seen, request.By) is { } refusal) return refusal;
        if (old.IsComment) return MessageErrors.CommentIsNotAsked;
        if (Named.IsPossible(question.Content)) question = question with { Named = Named.In(question.Content, seen.Session, await mediator.Send(new ListAgents(), cancellationToken)) };
        if (question.Named.Agents.Count > WhoAnswers.Most) return ChatErrors.TooManyAgents;
        if (asking.Instead(seen.Session, request.By, null, question.Named.Agents.Count) is { } instead) return instead;
        var agents = question.Named.Agents.Count > 0 ? question.Named.Agents : await AgentAsync(old, seen.Session.AgentId, cancellationToken) is { } agent ? [agent] : [];
        if (agents.Count == 0) return ChatErrors.AgentNotFound;
        return (await asking.AskAsync(old.SessionId, request.By, agents, question,
            async (count, newest) => await db.ForkAsync(old.SessionId, old.Branch, old.Ordinal - 1, old.ParentId, count, newest, cancellationToken), cancellationToken))!;
    }

    // Asking again is asking, whatever the answer mode: whoever answered the old words, if it is still there.
    async Task<AgentSummary?> AgentAsync(Message old, string? ofSession, CancellationToken cancellationToken)
    {
        var answered = await db.Messages.AsNoTracking().Where(m => m.SessionId == old.SessionId && m.ParentId == old.Id && m.AuthorKind == AuthorKind.Agent)
            .OrderByDescending(m => m.Ordinal).Select(m => m.AuthorId).FirstOrDefaultAsync(cancellationToken);
        return (answered is null ? null : await mediator.Send(new FindAgent(answered), cancellationToken))
            ?? await mediator.Send(new FindAgent(ofSession), cancellationToken) ?? await mediator.Send(new FindAgent(null), cancellationToken);
    }
}
