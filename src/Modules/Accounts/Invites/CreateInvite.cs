using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Invites;

/// <summary>A new link for an account: the first one was lost, or the password was. Gives the link's path.</summary>
sealed record CreateInvite(string? Email) : IRequest<Result<string>>;

sealed class CreateInviteHandler(AccountsDbContext db, UserManager<User> users, TimeProvider time) : IRequestHandler<CreateInvite, Result<string>>
{
    public async Task<Result<string>> Handle(CreateInvite request, CancellationToken cancellationToken)
    {
        var user = AccountRules.LooksLikeEmail(request.Email) ? await users.FindByEmailAsync(request.Email!.Trim()) : null;
        if (user is null) return UserErrors.NotFound;
        if (user.DisabledAt is not null) return UserErrors.Disabled;

        var token = Secret.New();
        await db.Invites.Where(i => i.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        db.Invites.Add(new Invite(user.Id, token, time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return Invite.Path(token);
    }
}
