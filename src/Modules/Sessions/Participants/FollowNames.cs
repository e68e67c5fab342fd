using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>A person is known by their new name wherever they take part, or ask to.</summary>
sealed class FollowNames(SessionsDbContext db) : INotificationHandler<UserRenamed>
{
    public async Task Handle(UserRenamed notification, CancellationToken cancellationToken)
    {
        var (id, name) = (notification.UserId, notification.DisplayName);
        await db.AccessRequests.Where(r => r.UserId == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Name, name), cancellationToken);
        if (await db.Participants.Where(p => p.UserId == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, name), cancellationToken) > 0)
            db.Publish(new ParticipantRenamed(id, name));
    }
}
