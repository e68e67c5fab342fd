using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>Cuts open streams and sockets when the right to see the session ends, and passes a new title on.</summary>
sealed class FollowMembership(ChatFeed feed, Rooms rooms)
    : INotificationHandler<ParticipantAdded>, INotificationHandler<ParticipantRemoved>, INotificationHandler<SessionDeleted>, INotificationHandler<SessionRenamed>
{
    public Task Handle(ParticipantAdded notification, CancellationToken cancellationToken)
    {
        feed.PeopleChanged(notification.SessionId);
        return Task.CompletedTask;
    }

    public Task Handle(ParticipantRemoved notification, CancellationToken cancellationToken)
    {
        feed.PeopleChanged(notification.SessionId);
        feed.Revoke(notification.SessionId, notification.UserId);
        return rooms.CloseAsync(notification.SessionId, notification.UserId, CloseCode.Revoked, "access revoked");
    }

    public Task Handle(SessionDeleted notification, CancellationToken cancellationToken)
    {
        feed.SessionDeleted(notification.SessionId);
        return rooms.CloseAsync(notification.SessionId, null, CloseCode.Gone, "session deleted");
    }

    public Task Handle(SessionRenamed notification, CancellationToken cancellationToken)
    {
        feed.Renamed(notification.SessionId, notification.Title);
        return Task.CompletedTask;
    }
}
