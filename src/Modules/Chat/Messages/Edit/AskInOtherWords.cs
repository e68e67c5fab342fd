using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;

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

sealed class AskInOtherWordsHandler(ChatDbContext db, MessageAccess access, IMediator mediator, Asking asking, SendLimits limits)
    : IRequestHandler<AskInOtherWords, Result<SentMessage>>
{
    public async Task<Result<SentMessage>> Handle(AskInOtherWords request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(request.MessageId, request.By, cancellationToken) is not { } seen) return ChatErrors.MessageNotFound;
        if (EditRules.Refusal(seen, request.By) is { } refusal) return refusal;
        var (old, id) = (seen.Message, string.IsNullOrEmpty(request.ClientMessageId) ? null : request.ClientMessageId);
        if (limits.Refusal(request.By.Id) is { } tooFast)
            return await db.FirstResultAsync(old.SessionId, request.By, id, cancellationToken) is { } before ? before : tooFast;
        if (await AgentAsync(old, seen.Session.AgentId, cancellationToken) is not { } agent) return ChatErrors.AgentNotFound;
        try
        {
            return (await asking.AskAsync(old.SessionId, request.By, agent, new(ChatText.Clean(request.Content), id),
                async (count, newest) => await db.ForkAsync(old.SessionId, old.Branch, old.Ordinal - 1, old.ParentId, count, newest, cancellationToken), cancellationToken))!;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } && id is not null)
        {
            db.ChangeTracker.Clear();
            return (await db.FirstResultAsync(old.SessionId, request.By, id, cancellationToken))!;
        }
    }

    // Whoever answered the old words, if it is still there.
    async Task<AgentSummary?> AgentAsync(Message old, string? ofSession, CancellationToken cancellationToken)
    {
        var answered = await db.Messages.AsNoTracking().Where(m => m.SessionId == old.SessionId && m.ParentId == old.Id && m.AuthorKind == AuthorKind.Agent)
            .OrderByDescending(m => m.Ordinal).Select(m => m.AuthorId).FirstOrDefaultAsync(cancellationToken);
        return (answered is null ? null : await mediator.Send(new FindAgent(answered), cancellationToken))
            ?? await mediator.Send(new FindAgent(ofSession), cancellationToken) ?? await mediator.Send(new FindAgent(null), cancellationToken);
    }
}
