using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Access;

sealed class GetAnswerModeHandler(SessionsDbContext db) : IRequestHandler<GetAnswerMode, AnswerModeNow?>
{
    public async Task<AnswerModeNow?> Handle(GetAnswerMode request, CancellationToken cancellationToken)
    {
        var found = await db.Sessions.AsNoTracking().Where(s => s.Id == request.SessionId)
            .Select(s => new { Session = s, People = s.Participants.Count(p => p.JoinedAt != null) }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new(found.Session.AnswerModeAmong(found.People), found.Session.ChosenAnswerMode is null, found.Session.AgentId);
    }
}
