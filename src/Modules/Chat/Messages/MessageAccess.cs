using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Messages;

/// <summary>A message that is there, and its session as the person may see it.</summary>
sealed record SeenMessage(Message Message, SessionAccess Session);

sealed class MessageAccess(ChatDbContext db, IMediator mediator)
{
    /// <summary>Null when there is no such message, it is deleted, or the person does not take part: these must look alike.</summary>
    public async Task<SeenMessage?> FindAsync(Guid messageId, CurrentUser by, CancellationToken cancellationToken)
    {
        var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == messageId && m.DeletedAt == null, cancellationToken);
        return message is not null && await mediator.Send(new GetSessionAccess(message.SessionId, by.Id), cancellationToken) is { } session ? new(message, session) : null;
    }
}
