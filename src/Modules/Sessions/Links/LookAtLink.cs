using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Links;

/// <summary>What a link offers to somebody, before they use it.</summary>
sealed record LookAtLink(string Token, CurrentUser By) : IRequest<Result<LinkOffer>>;

/// <param name="Title">Null, as who invites, while the password of the link is needed: it keeps the secret until then.</param>
/// <param name="HasAll">The person takes part already, with this role or more.</param>
sealed record LinkOffer(Guid SessionId, string? Title, string? InvitedBy, SessionRole Role, bool NeedsPassword, bool HasAll);

sealed class LookAtLinkHandler(SessionsDbContext db, TimeProvider clock) : IRequestHandler<LookAtLink, Result<LinkOffer>>
{
    public async Task<Result<LinkOffer>> Handle(LookAtLink request, CancellationToken cancellationToken)
    {
        var hash = JoinLink.Hash(request.Token);
        if (await db.Links.AsNoTracking().SingleOrDefaultAsync(l => l.TokenHash == hash, cancellationToken) is not { } link
            || await db.Sessions.AsNoTracking().Include(s => s.Participants).SingleOrDefaultAsync(s => s.Id == link.SessionId, cancellationToken) is not { } session)
            return LinkErrors.NotValid;
        var terms = LinkTerms.Of(session, link, await db.OwnersWords.FindAsync([session.Id, request.By.Id], cancellationToken), request.By.Id, clock.GetUtcNow());
        if (terms.Refusal is { } refusal) return refusal;
        return link.PasswordHash is null ? new LinkOffer(session.Id, session.Title, link.CreatedBy, terms.Role, false, terms.HasAll) : new LinkOffer(session.Id, null, null, terms.Role, true, terms.HasAll);
    }
}
