using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Data;
using ChatMonolith.Modules.Sessions.Participants;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Links;

/// <summary>Somebody uses a link. It gives its role to who has less, and never takes anything.</summary>
sealed record JoinByLink(string Token, string? Password, CurrentUser By) : IRequest<Result<SessionView>>;

sealed class JoinByLinkHandler(SessionsDbContext db, Membership membership, PersonLimits limits, TimeProvider clock) : IRequestHandler<JoinByLink, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(JoinByLink request, CancellationToken cancellationToken)
    {
        if (limits.Join(request.By.Id) is { } tooOften) return tooOften;
        var hash = JoinLink.Hash(request.Token);
        var found = await db.Links.AsNoTracking().SingleOrDefaultAsync(l => l.TokenHash == hash, cancellationToken);
        if (found is null) return LinkErrors.NotValid;
        // Before the session is locked: the check is slow on purpose.
        var refusal = found.IsOpen(clock.GetUtcNow()) ? CheckPassword(found, request.Password) : null;

        var joined = await membership.OpenlyAsync<SessionView>(found.SessionId, async session =>
        {
            var link = await db.Links.SingleOrDefaultAsync(l => l.Id == found.Id, cancellationToken);
            if (link is null) return LinkErrors.NotValid;
            var terms = LinkTerms.Of(session, link, await db.OwnersWords.FindAsync([session.Id, request.By.Id], cancellationToken), request.By.Id, clock.GetUtcNow());
            if (terms.HasAll) return ViewOf(session, session.Find(request.By.Id)!);
            if ((terms.Refusal ?? refusal) is { } refused) return refused;
            link.Use();
            return ViewOf(session, await membership.AdmitAsync(session, new(request.By.Id, request.By.Email, request.By.Name), terms.Role, invitedBy: null, cancellationToken));
        }, cancellationToken);
        return joined.Failed && joined.Error == SessionErrors.NotFound ? LinkErrors.NotValid : joined;
    }

    Error? CheckPassword(JoinLink link, string? password)
    {
        if (link.PasswordHash is null) return null;
        if (string.IsNullOrEmpty(password)) return LinkErrors.PasswordNeeded;
        if (limits.Guess(link.Id) is { } tooOften) return tooOften;
        if (link.IsPassword(password)) return null;
        limits.Guessed(link.Id);
        return LinkErrors.PasswordWrong;
    }

    static SessionView ViewOf(Session session, SessionParticipant me) =>
        SessionView.Of(new(session, me, session.People));
}

static class JoinByLinkEndpoint
{
    public sealed record Body(string? Token, string? Password);

    public static async Task<IResult> Api(Body body, CurrentUser user, IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new JoinByLink(body.Token ?? "", body.Password, user), ct)).ToHttp(Results.Ok);
}
