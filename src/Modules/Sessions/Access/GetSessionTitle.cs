using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Access;

sealed class GetSessionTitleHandler(SessionsDbContext db) : IRequestHandler<GetSessionTitle, string?>
{
    public Task<string?> Handle(GetSessionTitle request, CancellationToken cancellationToken) =>
        db.Sessions.Where(s => s.Id == request.SessionId).Select(s => (string?)s.Title).SingleOrDefaultAsync(cancellationToken);
}
