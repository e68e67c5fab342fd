using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Branches;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Mentions;
using ChatMonolith.Modules.Chat.Notices;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages.Edit;

/// <summary>Says it in other words; the same words change nothing.</summary>
/// <param name="Revision">The message's revision that the new text was made from; null overwrites whatever is there.</param>
sealed record EditMessage(Guid MessageId, CurrentUser By, string Content, long? Revision) : IRequest<Result<Edited>>;

/// <param name="Stale">True when somebody edited it since: then nothing was changed, and the message is what is there now.</param>
sealed record Edited(MessageView Message, bool Stale);

sealed class EditMessageValidator : AbstractValidator<EditMessage>
{
    public EditMessageValidator() => RuleFor(r => r.Content).WrittenByAPerson();
}

sealed class EditMessageHandler(ChatDbContext db, MessageAccess access, IMediator mediator, SessionOrder order, ChatFeed feed, PersonNotices notices, SessionActivities activities, TimeProvider clock) : IRequestHandler<EditMessage, Result<Edited>>
{
    public async Task<Result<Edited>> Handle(EditMessage request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(request.MessageId, request.By, cancellationToken) is not { } seen) return ChatErrors.MessageNotFound;
        if (EditRules.Refusal(seen, request.By) is { } refusal) return refusal;
        var content = ChatText.Clean(request.Content);
        var named = !Named.IsPossible(content) ? Named.Nobody
            : Named.In(content, seen.Session, seen.Message.IsComment ? [] : await mediator.Send(new ListAgents(), cancellationToken));
        var words = Written.Of(request.MessageId, content, named.Names);

        using var turn = await order.TakeAsync(seen.Message.SessionId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var state = await db.AdvanceAsync(seen.Message.SessionId, 1, cancellationToken);
        // Read under the session's row lock: of two who save at once, the second finds the first one's text.
        var message = await db.Messages.SingleAsync(m => m.Id == request.MessageId, cancellationToken);
        if (message.DeletedAt is not null) return ChatErrors.MessageNotFound;
        var versions = state.LastBranch == 0 ? null : (await db.SiblingsOfAsync(message.SessionId, [message], cancellationToken)).GetValueOrDefault(message.Id);
        if (message.Content == words.Content) return new Edited(MessageView.Of(message, null, versions), false);
        if (await IsStaleAsync(message, request.Revision, cancellationToken)) return new Edited(MessageView.Of(message, null, versions), true);

        var now = clock.GetUtcNow();
        db.Add(message.Edit(state.Revision, words, now));
        var before = await db.Mentions.Where(m => m.MessageId == message.Id).ToListAsync(cancellationToken);
        var mentioned = db.KeepMentions(message, named, before, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        var view = MessageView.Of(message, null, versions);
        await feed.MessageEditedAsync(view);
        _ = notices.MentionedAsync(message, mentioned);
        if (before.Count > 0 || mentioned.Count > 0) activities.Tell(message.SessionId);
        return new Edited(view, false);
    }

    // Not every new revision is a new text: what was deleted and brought back says the same.
    async Task<bool> IsStaleAsync(Message message, long? madeFrom, CancellationToken cancellationToken) => madeFrom is { } revision
        && (revision > message.Revision || await db.Wordings.AnyAsync(w => w.MessageId == message.Id && w.Revision >= revision, cancellationToken));
}

static class EditRules
{
    public static Error? Refusal(SeenMessage seen, CurrentUser by) =>
        seen.Message.AuthorKind is AuthorKind.Agent ? MessageErrors.OfAgent
        : seen.Message.AuthorId != by.Id.ToString() ? MessageErrors.NotYours
        : (seen.Message.IsComment ? seen.Session.CanComment : seen.Session.CanWrite) ? null : ChatErrors.ReadOnly;

    /// <summary>As when it is sent. Measured as it is stored: a form sends two characters for the end of a line.</summary>
    public static void WrittenByAPerson<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(c => !string.IsNullOrWhiteSpace(c)).WithErrorCode("content_empty").WithMessage("A message cannot be empty. Type something, or delete it.")
        .Must(c => ChatText.Clean(c).Length <= Message.MaxContent).WithErrorCode("content_too_long")
        .WithMessage($"A message has at most {Message.MaxContent:N0} characters. Shorten it, or send it in parts.");
}
