using ChatMonolith.Modules.Chat.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Mentions.See;

/// <summary>The person has the conversation, or one of its threads, before their eyes: what names them there is not new any more.</summary>
sealed record SeeMentions(Guid SessionId, Guid UserId, Guid? ThreadId) : IRequest;

sealed class SeeMentionsHandler(ChatDbContext db, TimeProvider clock) : IRequestHandler<SeeMentions, Unit>
{
    public async Task<Unit> Handle(SeeMentions request, CancellationToken cancellationToken)
    {
        await db.SeeMentionsAsync(request.SessionId, request.UserId, request.ThreadId, long.MaxValue, clock.GetUtcNow(), cancellationToken);
        return Unit.Value;
    }
}

static class SeenMentions
{
    /// <summary>What names the person in messages with an ordinal of at most <paramref name="upTo"/>, of the conversation or of one thread, is not new any more.</summary>
    public static Task SeeMentionsAsync(
        this ChatDbContext db, Guid sessionId, Guid userId, Guid? threadId, long upTo, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Mentions.Where(m => m.UserId == userId && m.SessionId == sessionId && m.SeenAt == null
                && db.Messages.Any(x => x.Id == m.MessageId && x.ThreadId == threadId && x.Ordinal <= upTo))
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.SeenAt, now), cancellationToken);
}
