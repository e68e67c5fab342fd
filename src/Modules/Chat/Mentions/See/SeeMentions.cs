using ChatMonolith.Modules.Chat.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Mentions.See;

/// <summary>The person has the session before their eyes: what names them there is not new any more.</summary>
sealed record SeeMentions(Guid SessionId, Guid UserId) : IRequest;

sealed class SeeMentionsHandler(ChatDbContext db, TimeProvider clock) : IRequestHandler<SeeMentions, Unit>
{
    public async Task<Unit> Handle(SeeMentions request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Mentions.Where(m => m.UserId == request.UserId && m.SessionId == request.SessionId && m.SeenAt == null)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.SeenAt, now), cancellationToken);
        return Unit.Value;
    }
}
