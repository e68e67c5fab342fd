using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Sharing.List;

/// <summary>A session's links, newest first; those that ended are told as such until they are revoked.</summary>
sealed record ListShares(Guid SessionId, CurrentUser By) : IRequest<Result<IReadOnlyList<ShareView>>>;

/// <param name="Views">How often the page was opened.</param>
sealed record ShareView(Guid Id, string Kind, string Label, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt, bool Expired, bool HasPassword, bool ReactionNames, int Views)
{
    public static ShareView Of(Share s, DateTimeOffset now) => new(
        s.Id, s.Kind.ToString().ToLowerInvariant(), s.Label, s.CreatedAt, s.CreatedBy, s.ExpiresAt, s.ExpiresAt <= now, s.PasswordHash is not null, s.ReactionNames, s.Views);
}

sealed class ListSharesHandler(ChatDbContext db, IMediator mediator, TimeProvider clock) : IRequestHandler<ListShares, Result<IReadOnlyList<ShareView>>>
{
    public async Task<Result<IReadOnlyList<ShareView>>> Handle(ListShares request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new GetSessionAccess(request.SessionId, request.By.Id), cancellationToken) is not { } session) return ChatErrors.SessionNotFound;
        if (!session.IsOwner) return ShareErrors.OwnerOnly;
        var all = await db.Shares.AsNoTracking().Where(s => s.SessionId == session.SessionId).OrderByDescending(s => s.CreatedAt).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<ShareView>>.Ok([.. all.Select(s => ShareView.Of(s, clock.GetUtcNow()))]);
    }
}
