using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Mentions.Count;

sealed class CountMentionsHandler(ChatDbContext db) : IRequestHandler<CountMentions, IReadOnlyDictionary<Guid, int>>
{
    public async Task<IReadOnlyDictionary<Guid, int>> Handle(CountMentions request, CancellationToken cancellationToken) =>
        await db.Mentions.AsNoTracking()
            .Where(m => m.UserId == request.UserId && m.SeenAt == null && request.SessionIds.Contains(m.SessionId) && db.Messages.Any(x => x.Id == m.MessageId && x.DeletedAt == null))
            .GroupBy(m => m.SessionId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
}
