using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Agents.Contracts;
using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Reading;
using ChatMonolith.Modules.Chat.Replies;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Presence;

/// <summary>
/// Cuts open streams and sockets when the right to see the session ends, and passes on who may do what, who answers and a new title. Nothing waits for a
/// socket's farewell: one client that takes no word would hold up what cuts the next.
/// </summary>
sealed class FollowMembership(ChatDbContext db, IMediator mediator, ChatFeed feed, LiveRuns live, Rooms rooms, ReadMarks marks)
    : INotificationHandler<AnswerModeChosen>, INotificationHandler<AgentChosen>, INotificationHandler<ParticipantAdded>, INotificationHandler<ParticipantArrived>, INotificationHandler<ParticipantRenamed>, INotificationHandler<ParticipantChanged>, INotificationHandler<ParticipantRemoved>, INotificationHandler<AccessRequestsChanged>, INotificationHandler<WaysInChanged>, INotificationHandler<SessionDeleted>, INotificationHandler<SessionRenamed>, INotificationHandler<UserDisabled>, INotificationHandler<AccessEnded>
{
    public Task Handle(AnswerModeChosen notification, CancellationToken cancellationToken) => TellAnswerModeAsync(notification.SessionId, cancellationToken);

    public async Task Handle(AgentChosen notification, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetAnswerMode(notification.SessionId), cancellationToken) is not { } now) return;
        // One that is not here stands for the default one, as on a page that opens now.
        if ((await mediator.Send(new FindAgent(now.AgentId), cancellationToken) ?? await mediator.Send(new FindAgent(null), cancellationToken)) is { } shown)
            feed.AgentChosen(notification.SessionId, now.AgentId, shown);
    }

    public Task Handle(ParticipantAdded notification, CancellationToken cancellationToken)
    {
        rooms.SetRole(notification.SessionId, notification.UserId, notification.Role);
        feed.ParticipantIs(notification.SessionId, notification.UserId, notification.Name, notification.Role);
        return TellAnswerModeAsync(notification.SessionId, cancellationToken);
    }

    public Task Handle(ParticipantArrived notification, CancellationToken cancellationToken)
    {
        feed.ParticipantIs(notification.SessionId, notification.UserId, notification.Name, notification.Role);
        return TellAnswerModeAsync(notification.SessionId, cancellationToken);
    }

    public async Task Handle(ParticipantRenamed notification, CancellationToken cancellationToken)
    {
        // As it is now: they may have yet another name since this was told.
        foreach (var now in await mediator.Send(new GetParticipations(notification.UserId, [.. feed.Watched.Union(rooms.Of(notification.UserId))]), cancellationToken))
        {
            rooms.Rename(now.SessionId, notification.UserId, now.Name);
            feed.ParticipantIs(now.SessionId, notification.UserId, now.Name, now.Role);
        }
    }

    public Task Handle(ParticipantChanged notification, CancellationToken cancellationToken)
    {
        rooms.SetRole(notification.SessionId, notification.UserId, notification.Role);
        feed.RoleIs(notification.SessionId, notification.UserId, notification.Role);
        feed.ParticipantIs(notification.SessionId, notification.UserId, notification.Name, notification.Role);
        return Task.CompletedTask;
    }

    public Task Handle(AccessRequestsChanged notification, CancellationToken cancellationToken)
    {
        feed.PeopleChanged(notification.SessionId, notification.OwnerId);
        return Task.CompletedTask;
    }

    public Task Handle(WaysInChanged notification, CancellationToken cancellationToken)
    {
        feed.PeopleChanged(notification.SessionId, notification.OwnerId);
        return Task.CompletedTask;
    }

    // Unless somebody has chosen it, it follows the number of people who have come.
    async Task TellAnswerModeAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetAnswerMode(sessionId), cancellationToken) is { } now) feed.AnswersChanged(sessionId, now);
    }

    public async Task Handle(ParticipantRemoved notification, CancellationToken cancellationToken)
    {
        // Told late, of somebody who was let in again meanwhile.
        if (await mediator.Send(new GetSessionAccess(notification.SessionId, notification.UserId), cancellationToken) is { } again)
        {
            feed.RoleIs(notification.SessionId, notification.UserId, again.Role);
            return;
        }
        feed.Revoke(notification.SessionId, notification.UserId);
        feed.ParticipantIs(notification.SessionId, notification.UserId, notification.Name, null);
        _ = rooms.CloseAsync(notification.SessionId, notification.UserId, CloseCode.Revoked, "access revoked");
        await db.Mentions.Where(m => m.SessionId == notification.SessionId && m.UserId == notification.UserId).ExecuteDeleteAsync(cancellationToken);
        await TellAnswerModeAsync(notification.SessionId, cancellationToken);
    }

    public Task Handle(SessionDeleted notification, CancellationToken cancellationToken)
    {
        feed.SessionDeleted(notification.SessionId);
        _ = rooms.CloseAsync(notification.SessionId, null, CloseCode.Gone, "session deleted");
        foreach (var run in live.OfSession(notification.SessionId)) run.Stop("the session's deletion");
        marks.Forget(notification.SessionId);
        db.Publish(new RemainsLeft(notification.SessionId));
        return Task.CompletedTask;
    }

    public Task Handle(UserDisabled notification, CancellationToken cancellationToken)
    {
        feed.SignedOut(notification.UserId);
        _ = rooms.CloseAsync(notification.UserId, CloseCode.SignedOut, "signed out");
        return Task.CompletedTask;
    }

    public Task Handle(AccessEnded notification, CancellationToken cancellationToken)
    {
        foreach (var access in notification.AccessIds) feed.SignedOut(notification.UserId, access);
        _ = rooms.CloseAsync(notification.UserId, CloseCode.SignedOut, "signed out", notification.AccessIds);
        return Task.CompletedTask;
    }

    public Task Handle(SessionRenamed notification, CancellationToken cancellationToken)
    {
        feed.Renamed(notification.SessionId, notification.Title);
        return Task.CompletedTask;
    }
}
