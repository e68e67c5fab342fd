using ChatMonolith.Modules.Chat.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Chat.Presence.Hide;

/// <summary>What people hide from others. Asked when something is about to be shown, and never remembered: a choice holds at once.</summary>
sealed class Privacy(IServiceScopeFactory scopes)
{
    public async Task<Hidden> OfAsync(Guid userId, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ChatDbContext>();
        return await db.Preferences.AsNoTracking().SingleOrDefaultAsync(p => p.UserId == userId, cancellationToken) is { } chosen ? chosen.Hidden : Hidden.Nothing;
    }

    /// <summary>True when nobody may learn what this person has read.</summary>
    public async Task<bool> HidesReads(Guid userId, CancellationToken cancellationToken = default) => (await OfAsync(userId, cancellationToken)).Reads;
}
