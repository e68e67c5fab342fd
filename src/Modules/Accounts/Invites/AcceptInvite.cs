using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Devices;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Invites;

sealed record AcceptInvite(string Token, string? DisplayName, string? Password) : IRequest<Result<User>>;

sealed class AcceptInviteValidator : AbstractValidator<AcceptInvite>
{
    public AcceptInviteValidator()
    {
        RuleFor(r => r.DisplayName).IsDisplayName();
        RuleFor(r => r.Password).IsPassword();
    }
}

sealed class AcceptInviteHandler(AccountsDbContext db, UserManager<User> users, ActiveAccounts accounts, IMediator mediator, OutboxSignal outbox, TimeProvider time)
    : IRequestHandler<AcceptInvite, Result<User>>
{
    public static readonly Error NotValid =
        Error.NotFound("invite_not_valid", "This link has been used, replaced, or is older than 7 days. Ask an administrator for a new one.");

    public async Task<Result<User>> Handle(AcceptInvite request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.InvitedAsync(request.Token, time.GetUtcNow(), cancellationToken) is not { } user) return NotValid;

        // Deleting is the claim: of two at the same moment only one finds the row.
        if (await db.Invites.Where(i => i.UserId == user.Id).ExecuteDeleteAsync(cancellationToken) == 0) return NotValid;

        user.Rename(request.DisplayName!);
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        if (user.PasswordHash is null) db.Publish(new UserJoined(user.Id, user.Email!, user.DisplayName));
        else await users.RemovePasswordAsync(user);
        var changed = await users.AddPasswordAsync(user, request.Password!);
        if (!changed.Succeeded) return changed.ToError();

        // A link for an account that had a password is for somebody who lost it, perhaps to somebody else.
        await mediator.Send(new SignOutDevices(user.Id), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake(typeof(AccountsDbContext));
        accounts.Forget(user.Id);
        return user;
    }
}

static class InviteQueries
{
    public static Task<User?> InvitedAsync(this AccountsDbContext db, string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = Secret.Hash(token);
        return db.Users.Where(u => u.DisabledAt == null && db.Invites.Any(i => i.UserId == u.Id && i.TokenHash == hash && i.ExpiresAt > now))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
