using ChatMonolith.Modules.Analytics.Data;
using ChatMonolith.Modules.Chat.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Analytics.Ledger;

/// <summary>
/// Writes the ledger. The run's id is the key, so a run counts once even if two events tell of it: the first stays, unless the other one corrects it.
/// </summary>
sealed class RecordUsage(AnalyticsDbContext db) : INotificationHandler<RunCompleted>
{
    // Asked for every answer: compiled once.
    static readonly Func<AnalyticsDbContext, Guid, Task<UsageEntry?>> Find =
        EF.CompileAsyncQuery((AnalyticsDbContext db, Guid runId) => db.Ledger.SingleOrDefault(entry => entry.RunId == runId));

    public async Task Handle(RunCompleted notification, CancellationToken cancellationToken)
    {
        if (await Find(db, notification.RunId) is not { } known)
            db.Add(UsageEntry.Of(notification));
        else if (notification.Corrects)
            db.Entry(known).CurrentValues.SetValues(UsageEntry.Of(notification));
    }
}
