using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Live;
using MediatR;

namespace ChatMonolith.Modules.Sessions.Create;

sealed class StartSessionHandler(SessionsDbContext db, LiveList list, TimeProvider clock) : IRequestHandler<StartSession, Unit>
{
    public async Task<Unit> Handle(StartSession request, CancellationToken cancellationToken)
    {
        var session = Session.Start(request.By.Id, request.By.Name, request.By.Email, request.Title, null, clock.GetUtcNow(), request.Id);
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        list.Changed(session.Id, moved: true, onlyFor: request.By.Id);
        return Unit.Value;
    }
}
