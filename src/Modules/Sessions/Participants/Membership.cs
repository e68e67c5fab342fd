using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>The only way to change who takes part and how: one change of a session at a time, so that links are used as often as they may be.</summary>
sealed class Membership(SessionsDbContext db, OutboxSignal outbox, TimeProvider clock)
{
    /// <summary>For the session's participants; whoever else asks learns nothing.</summary>
    public Task<Result<T>> ChangeAsync<T>(Guid sessionId, CurrentUser by, Func<Session, Task<Result<T>>> change, CancellationToken cancellationToken) =>
        OpenlyAsync(sessionId, session => session.Find(by.Id) is null ? Task.FromResult<Result<T>>(SessionErrors.NotFound) : change(session), cancellationToken);

    /// <summary>For the session's owner alone.</summary>
    public Task<Result<T>> ChangeAsOwnerAsync<T>(Guid sessionId, CurrentUser by, Func<Session, Task<Result<T>>> change, CancellationToken cancellationToken) =>
        ChangeAsync(sessionId, by, session => session.OwnerId != by.Id ? Task.FromResult<Result<T>>(SessionErrors.OwnerOnly) : change(session), cancellationToken);

    /// <summary>For people who do not take part yet. What the change says when there is no session must not differ from its other refusals.</summary>
    public async Task<Result<T>> OpenlyAsync<T>(Guid sessionId, Func<Session, Task<Result<T>>> change, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(sessionId, cancellationToken) is not { } session) return SessionErrors.NotFound;
        var changed = await change(session);
        if (changed.Failed) return changed;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        outbox.Wake(typeof(SessionsDbContext));
        return changed;
    }

    /// <summary>The session as it is when nobody else can change it until the running transaction ends.</summary>
    public async Task<Session?> LockAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from sessions.sessions where id = {sessionId} for update", cancellationToken);
        return await db.Sessions.Include(s => s.Participants).SingleOrDefaultAsync(s => s.Id == sessionId, cancellationToken);
    }

    /// <summary>Lets somebody in, or gives them another role; what waited for that is done. The owner stays the owner.</summary>
    public async Task<SessionParticipant> AdmitAsync(Session session, UserSummary user, SessionRole role, string? invitedBy, CancellationToken cancellationToken)
    {
        var before = session.Find(user.Id)?.Role;
        session.Admit(user.Id, user.DisplayName, user.Email, role, clock.GetUtcNow(), invitedBy);
        var admitted = session.Find(user.Id)!;
        if (before is null) db.Publish(new ParticipantAdded(session.Id, user.Id, admitted.Name, admitted.Role));
        else if (before != admitted.Role) db.Publish(new ParticipantChanged(session.Id, user.Id, admitted.Name, admitted.Role));

        var email = Invitations.Invitation.Normalize(user.Email);
        await db.Invitations.Where(i => i.SessionId == session.Id && i.Email == email).ExecuteDeleteAsync(cancellationToken);
        await ForgetRequestAsync(session, user.Id, cancellationToken);
        return admitted;
    }

    /// <summary>Notes that the owner has said how somebody takes part, or that they do not.</summary>
    /// <param name="role">Null when they are taken out.</param>
    public Task DecideAsync(Session session, Guid userId, SessionRole? role, CancellationToken cancellationToken) => NoteAsync(session, userId, role, clock.GetUtcNow(), cancellationToken);

    async Task NoteAsync(Session session, Guid userId, SessionRole? role, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var word = await db.OwnersWords.FindAsync([session.Id, userId], cancellationToken) ?? db.Add(new OwnersWord(session.Id, userId)).Entity;
        word.Say(role, at);
    }

    /// <summary>Lets somebody in, or gives them another role, because the owner says so.</summary>
    /// <param name="saidAt">An invitation may have waited long for its account: what the owner did meanwhile is newer.</param>
    public async Task<SessionParticipant> AdmitByOwnerAsync(Session session, UserSummary user, SessionRole role, string? invitedBy, DateTimeOffset saidAt, CancellationToken cancellationToken)
    {
        await NoteAsync(session, user.Id, role, saidAt, cancellationToken);
        return await AdmitAsync(session, user, role, invitedBy, cancellationToken);
    }

    /// <summary>A request is answered; false when there was none.</summary>
    public async Task<bool> ForgetRequestAsync(Session session, Guid userId, CancellationToken cancellationToken)
    {
        if (await db.AccessRequests.Where(r => r.SessionId == session.Id && r.UserId == userId).ExecuteDeleteAsync(cancellationToken) == 0) return false;
        await CountRequestsAsync(session, 0, cancellationToken);
        return true;
    }

    /// <param name="unsaved">Requests that this change adds.</param>
    public async Task CountRequestsAsync(Session session, int unsaved, CancellationToken cancellationToken)
    {
        session.CountRequests(unsaved + await db.AccessRequests.CountAsync(r => r.SessionId == session.Id, cancellationToken));
        db.Publish(new AccessRequestsChanged(session.Id, session.OwnerId));
    }
}
