using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Invitations;

/// <summary>The addresses that wait for an account. Only for the owner: ask <see cref="Contracts.GetSessionAccess"/> first.</summary>
sealed record ListInvitations(Guid SessionId) : IRequest<IReadOnlyList<Invitation>>;

sealed class ListInvitationsHandler(SessionsDbContext db) : IRequestHandler<ListInvitations, IReadOnlyList<Invitation>>
{
    public async Task<IReadOnlyList<Invitation>> Handle(ListInvitations request, CancellationToken cancellationToken) =>
        await db.Invitations.AsNoTracking().Where(i => i.SessionId == request.SessionId).OrderBy(i => i.InvitedAt).ToListAsync(cancellationToken);
}
