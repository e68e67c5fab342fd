using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Participants;

sealed class GetParticipationsHandler(SessionsDbContext db) : IRequestHandler<GetParticipations, IReadOnlyList<Participation>>
{
    public async Task<IReadOnlyList<Participation>> Handle(GetParticipations request, CancellationToken cancellationToken) =>
        await db.Sessions.Where(s => request.SessionIds.Contains(s.Id)).SelectMany(s => s.Participants).Where(p => p.UserId == request.UserId)
            .Select(p => new Participation(p.SessionId, p.Name, p.Role)).ToListAsync(cancellationToken);
}
