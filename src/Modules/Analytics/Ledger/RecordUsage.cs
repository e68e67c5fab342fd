using ChatMonolith.Modules.Analytics.Data;
using ChatMonolith.Modules.Chat.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Analytics.Ledger;

/// <summary>Writes the ledger. The run's id is the key, so a run counts once even if two events tell of it.</summary>
sealed class RecordUsage(AnalyticsDbContext db) : INotificationHandler<RunCompleted>
{
    public async Task Handle(RunCompleted notification, CancellationToken cancellationToken)
    {
        if (!await db.Ledger.AnyAsync(entry => entry.RunId == notification.RunId, cancellationToken))
            db.Add(UsageEntry.Of(notification));
    }
}
