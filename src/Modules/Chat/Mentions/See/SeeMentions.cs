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
        var now = clock.GetUtcNow();
        await db.Mentions.Where(m => m.UserId == request.UserId && m.SessionId == request.SessionId && m.SeenAt == null && db.Messages.Any(x => x.Id == m.MessageId && x.ThreadId == request.ThreadId))
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.SeenAt, now), cancellationToken);
        return Unit.Value;
    }
}
