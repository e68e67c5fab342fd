using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Access;

sealed class GetSessionAccessHandler(SessionsDbContext db) : IRequestHandler<GetSessionAccess, SessionAccess?>
{
    // Asked for every message and page: compiled once.
    static readonly Func<SessionsDbContext, Guid, Guid, Task<Session?>> Find = EF.CompileAsyncQuery((SessionsDbContext db, Guid sessionId, Guid userId) =>
        db.Sessions.AsNoTracking().Include(s => s.Participants)
            .SingleOrDefault(s => s.Id == sessionId && s.Participants.Any(p => p.UserId == userId)));

    public async Task<SessionAccess?> Handle(GetSessionAccess request, CancellationToken cancellationToken)
    {
        if (await Find(db, request.SessionId, request.UserId) is not { } session) return null;
        var people = session.Participants.OrderBy(p => p.AddedAt).Select(p => new Participant(p.UserId, p.Name, p.Email, p.Role, p.JoinedAt is not null, p.InvitedBy)).ToList();
        return new(session.Id, session.Title, session.AgentId, people.First(p => p.UserId == request.UserId).Role, people)
        {
            OpenRequests = session.OwnerId == request.UserId ? session.OpenRequests : 0,
            AnswerMode = session.AnswerModeAmong(session.People), AnswerModeIsAutomatic = session.ChosenAnswerMode is null,
        };
    }
}
