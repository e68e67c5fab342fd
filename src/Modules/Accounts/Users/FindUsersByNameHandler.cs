using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Accounts.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Users;

sealed class FindUsersByNameHandler(AccountsDbContext db) : IRequestHandler<FindUsersByName, IReadOnlyList<UserSummary>>
{
    public async Task<IReadOnlyList<UserSummary>> Handle(FindUsersByName request, CancellationToken cancellationToken)
    {
        if (!AccountRules.IsLine(request.Name, User.NameLength)) return [];

        var name = request.Name.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        return await db.Users.Where(u => EF.Functions.ILike(u.DisplayName, name, "\\") && u.DisabledAt == null && u.PasswordHash != null)
            .OrderBy(u => u.Id).Take(2).Select(u => new UserSummary(u.Id, u.Email!, u.DisplayName)).ToListAsync(cancellationToken);
    }
}
