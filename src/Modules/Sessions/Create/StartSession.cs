using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;

namespace ChatMonolith.Modules.Sessions.Create;

sealed class StartSessionHandler(SessionsDbContext db, TimeProvider clock) : IRequestHandler<StartSession, Guid>
{
    public async Task<Guid> Handle(StartSession request, CancellationToken cancellationToken)
    {
        var session = Session.Start(request.By.Id, request.By.Name, request.By.Email, request.Title, null, clock.GetUtcNow());
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return session.Id;
    }
}
