using ChatMonolith.Modules.Chat.Contracts;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Activity;

/// <summary>A deleted message must not live on as the title of its session.</summary>
sealed class ForgetWipedWords(SessionsDbContext db) : INotificationHandler<MessagesWiped>
{
    public async Task Handle(MessagesWiped notification, CancellationToken cancellationToken)
    {
        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == notification.SessionId, cancellationToken) is not { } session) return;
        if (session.ForgetTitleOf(notification.MessageIds)) db.Publish(new SessionRenamed(session.Id, session.Title));
    }
}
