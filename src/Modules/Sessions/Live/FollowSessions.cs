using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Live;

/// <summary>Passes on to open lists what happens to the sessions themselves; by event, so that whoever changes them need not think of it.</summary>
sealed class FollowSessions(SessionsDbContext db, LiveList list)
    : INotificationHandler<SessionRenamed>, INotificationHandler<ParticipantAdded>, INotificationHandler<ParticipantArrived>, INotificationHandler<ParticipantRemoved>, INotificationHandler<SessionDeleted>
{
    public Task Handle(SessionRenamed notification, CancellationToken cancellationToken)
    {
        list.Renamed(notification.SessionId);
        return Task.CompletedTask;
    }

    public Task Handle(ParticipantAdded notification, CancellationToken cancellationToken)
    {
        list.Joined(notification.UserId);
        return Task.CompletedTask;
    }

    // The row says who invites only until they come.
    public Task Handle(ParticipantArrived notification, CancellationToken cancellationToken)
    {
        list.Changed(notification.SessionId, onlyFor: notification.UserId);
        return Task.CompletedTask;
    }

    public Task Handle(ParticipantRemoved notification, CancellationToken cancellationToken)
    {
        list.Gone(notification.SessionId, [notification.UserId]);
        return Task.CompletedTask;
    }

    // Kept until here to know whom to tell.
    public async Task Handle(SessionDeleted notification, CancellationToken cancellationToken)
    {
        var deleted = db.Sessions.IgnoreQueryFilters().Where(s => s.Id == notification.SessionId && s.DeletedAt != null);
        list.Gone(notification.SessionId, await deleted.SelectMany(s => s.Participants).Select(p => p.UserId).ToListAsync(cancellationToken));
        await deleted.ExecuteDeleteAsync(cancellationToken);
    }
}
