using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Accounts.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Users;

sealed class GetDisplayNameHandler(AccountsDbContext db) : IRequestHandler<GetDisplayName, string?>
{
    public Task<string?> Handle(GetDisplayName request, CancellationToken cancellationToken) =>
        db.Users.Where(u => u.Id == request.UserId).Select(u => (string?)u.DisplayName).SingleOrDefaultAsync(cancellationToken);
}
