using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Activity;

/// <summary>A message moves its session to the top of the list and, the first time, gives it a title.</summary>
sealed class FollowMessages(SessionsDbContext db) : INotificationHandler<MessagePosted>
{
    public async Task Handle(MessagePosted notification, CancellationToken cancellationToken)
    {
        // Almost every message finds its session with a title: then one statement does.
        if (await db.Database.ExecuteSqlAsync($"""
            update sessions.sessions set updated_at = greatest(updated_at, {notification.At})
            where id = {notification.SessionId} and deleted_at is null and (named or title <> {Session.Untitled})
            """, cancellationToken) > 0) return;
        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == notification.SessionId, cancellationToken) is not { } session) return;
        session.Touch(notification.At);
        // What is not said to agents is not what the session is about.
        if (!notification.IsComment && session.SuggestTitle(notification.MessageId, notification.Preview))
            db.Publish(new SessionRenamed(session.Id, session.Title));
    }
}
