using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ChatMonolith.Modules.Kernel.Data;

/// <summary>
/// Inside a transaction EF Core makes a savepoint for every save, so that it can be tried again after a failure. Nobody does: a failed save
/// ends its transaction, and the two statements would come with every message.
/// </summary>
sealed class WithoutSavepoints : SaveChangesInterceptor
{
    public static readonly WithoutSavepoints Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        TurnOff(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        TurnOff(eventData.Context);
        return ValueTask.FromResult(result);
    }

    static void TurnOff(DbContext? context)
    {
        if (context is not null) context.Database.AutoSavepointsEnabled = false;
    }
}
