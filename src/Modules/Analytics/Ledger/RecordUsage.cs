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
    public async Task Handle(RunCompleted notification, CancellationToken cancellationToken)
    {
        if (await db.Ledger.SingleOrDefaultAsync(entry => entry.RunId == notification.RunId, cancellationToken) is not { } known)
            db.Add(UsageEntry.Of(notification));
        else if (notification.Corrects)
            db.Entry(known).CurrentValues.SetValues(UsageEntry.Of(notification));
    }
}
