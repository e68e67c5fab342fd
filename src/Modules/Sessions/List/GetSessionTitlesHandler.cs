using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.List;

sealed class GetSessionTitlesHandler(SessionsDbContext db) : IRequestHandler<GetSessionTitles, IReadOnlyDictionary<Guid, string>>
{
    public async Task<IReadOnlyDictionary<Guid, string>> Handle(GetSessionTitles request, CancellationToken cancellationToken) =>
        await db.Sessions.AsNoTracking().Where(s => request.SessionIds.Contains(s.Id) && s.Participants.Any(p => p.UserId == request.UserId))
            .ToDictionaryAsync(s => s.Id, s => s.Title, cancellationToken);
}
