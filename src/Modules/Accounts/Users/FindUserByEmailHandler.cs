using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Accounts.Data;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Users;

/// <summary>Invited people who have not come yet do not count: nobody could be sure that the address is theirs.</summary>
sealed class FindUserByEmailHandler(AccountsDbContext db, ILookupNormalizer normalizer) : IRequestHandler<FindUserByEmail, UserSummary?>
{
    public Task<UserSummary?> Handle(FindUserByEmail request, CancellationToken cancellationToken)
    {
        // PostgreSQL refuses NUL in any text.
        if (request.Email.Contains('\0')) return Task.FromResult<UserSummary?>(null);

        var email = normalizer.NormalizeEmail(request.Email.Trim());
        return db.Users.Where(u => u.NormalizedEmail == email && u.DisabledAt == null && u.PasswordHash != null)
            .Select(u => new UserSummary(u.Id, u.Email!, u.DisplayName)).FirstOrDefaultAsync(cancellationToken);
    }
}
