using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Sharing;

/// <summary>Links go with their session, snapshots included.</summary>
sealed class ForgetDeletedSessions(ChatDbContext db) : INotificationHandler<SessionDeleted>
{
    public Task Handle(SessionDeleted notification, CancellationToken cancellationToken) =>
        db.Shares.Where(s => s.SessionId == notification.SessionId).ExecuteDeleteAsync(cancellationToken);
}
