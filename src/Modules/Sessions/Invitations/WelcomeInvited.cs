using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Participants;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Invitations;

/// <summary>Whoever was invited by address before they had an account finds the sessions in their list.</summary>
sealed class WelcomeInvited(SessionsDbContext db, Membership membership) : INotificationHandler<UserJoined>
{
    public async Task Handle(UserJoined notification, CancellationToken cancellationToken)
    {
        var email = Invitation.Normalize(notification.Email);
        // In one order, so that two that wait for the same sessions do not wait for each other.
        var sessions = await db.Invitations.Where(i => i.Email == email).OrderBy(i => i.SessionId).Select(i => i.SessionId).ToListAsync(cancellationToken);
        foreach (var id in sessions)
        {
            var session = await membership.LockAsync(id, cancellationToken);
            // Withdrawn meanwhile, or the session deleted.
            if (session is null || await db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.SessionId == id && i.Email == email, cancellationToken) is not { } invitation) continue;
            await membership.AdmitByOwnerAsync(session, new(notification.UserId, notification.Email, notification.DisplayName), invitation.Role, invitation.InvitedBy, invitation.InvitedAt, cancellationToken);
        }
    }
}
