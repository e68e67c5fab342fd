using System.Text.Json.Serialization;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Messages;
using ChatMonolith.Modules.Chat.Messages.Send;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Reactions.React;

/// <summary>Puts a person's emoji on a message, or takes it away.</summary>
/// <param name="Active">What it must be afterwards; null turns it round.</param>
sealed record ToggleReaction(Guid MessageId, CurrentUser By, string? Emoji, bool? Active = null) : IRequest<Result<Reacted>>;

/// <param name="Active">True when the person's emoji is there now.</param>
sealed record Reacted(string Emoji, bool Active, int Count, [property: JsonIgnore] Guid SessionId);

sealed class ToggleReactionHandler(
    ChatDbContext db, MessageAccess access, SendLimits limits, SessionOrder order, ChatFeed feed, LiveRuns runs, TimeProvider clock) : IRequestHandler<ToggleReaction, Result<Reacted>>
{
    public async Task<Result<Reacted>> Handle(ToggleReaction request, CancellationToken cancellationToken)
    {
        var by = request.By;
        if (await access.FindAsync(request.MessageId, by, cancellationToken) is not { } seen) return ChatErrors.MessageNotFound;
        if (ReactionErrors.Refusal(seen.Session) is { } refusal) return refusal;
        if (OneEmoji.Read(request.Emoji) is not { } emoji) return ReactionErrors.NotAnEmoji;
        if (limits.Refusal(by.Id) is { } tooFast) return tooFast;

        using var turn = await order.TakeAsync(seen.Message.SessionId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Locks the session's row: of two at once the second finds the first one's row.
        var state = await db.AdvanceAsync(seen.Message.SessionId, 1, cancellationToken);
        if (await db.Messages.SingleOrDefaultAsync(m => m.Id == request.MessageId && m.DeletedAt == null, cancellationToken) is not { } message) return ChatErrors.MessageNotFound;
        var rows = await db.Reactions.Where(r => r.MessageId == message.Id).ToListAsync(cancellationToken);
        var mine = rows.Find(r => r.UserId == by.Id && r.Emoji == emoji);
        var (wanted, count) = (request.Active ?? mine is null, rows.Count(r => r.Emoji == emoji));
        if (wanted == mine is not null) return new Reacted(emoji, wanted, count, message.SessionId);
        if (wanted && count == 0 && rows.DistinctBy(r => r.Emoji).Count() >= ReactionErrors.MostEmoji) return ReactionErrors.TooManyEmoji;

        if (mine is not null)
        {
            rows.Remove(mine);
            db.Remove(mine);
        }
        else
        {
            mine = Reaction.Of(message.Id, by.Id, by.Name, emoji, clock.GetUtcNow());
            rows.Add(mine);
            db.Add(mine);
        }
        message.ShowReactions(EmojiTally.Of(rows), state.Revision);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        // An answer that is being written is shown from memory.
        runs.OfMessage(message.Id)?.Reply.ShowReactions(message.Reactions);
        var now = new Reacted(emoji, wanted, rows.Count(r => r.Emoji == emoji), message.SessionId);
        await feed.ReactedAsync(message, by, now);
        return now;
    }
}
