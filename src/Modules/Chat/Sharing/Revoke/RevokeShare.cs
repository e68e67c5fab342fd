using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Chat.Stream;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Sharing.Revoke;

/// <summary>Ends a link, for pages that are open too. A second time changes nothing.</summary>
sealed record RevokeShare(Guid SessionId, Guid ShareId, CurrentUser By) : IRequest<Result<Unit>>;

sealed class RevokeShareHandler(ChatDbContext db, IMediator mediator, ChatFeed feed) : IRequestHandler<RevokeShare, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(RevokeShare request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is not { } session) return ChatErrors.SessionNotFound;
        if (!session.IsOwner) return ShareErrors.OwnerOnly;
        await db.Shares.Where(s => s.Id == request.ShareId && s.SessionId == session.SessionId).ExecuteDeleteAsync(cancellationToken);
        // After the row is gone: a stream that opens meanwhile looks for the row once it listens.
        feed.Revoke(session.SessionId, request.ShareId);
        return Unit.Value;
    }
}
