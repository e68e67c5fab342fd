using ChatMonolith.Modules.Accounts.Contracts;
using ChatMonolith.Modules.Kernel.Events;
using ChatMonolith.Modules.Sessions.Contracts;
using ChatMonolith.Modules.Sessions.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Sessions.Participants;

/// <summary>A person is known by their new name wherever they take part, or ask to.</summary>
sealed class FollowNames(SessionsDbContext db, IMediator mediator) : INotificationHandler<UserRenamed>
{
    public async Task Handle(UserRenamed notification, CancellationToken cancellationToken)
    {
        var id = notification.UserId;
        // One change of a name at a time, on all nodes, and asked for only then: the name that is written last is the newest, in whichever order they are told of.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"sessions.names " + id}, 0))", cancellationToken);
        if (await mediator.Send(new GetDisplayName(id), cancellationToken) is not { } name) return;
        await db.AccessRequests.Where(r => r.UserId == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Name, name), cancellationToken);
        if (await db.Participants.Where(p => p.UserId == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, name), cancellationToken) > 0)
            db.Publish(new ParticipantRenamed(id, name));
    }
}
