using ChatMonolith.Modules.Accounts.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Accounts.Keys;

/// <summary>Whose key it is, remembered for seconds, so that a busy program does not cost a query per request.</summary>
sealed class ActiveKeys(IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    public sealed record Known(Guid Id, Guid UserId, DateTimeOffset? ExpiresAt);

    readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Which key it is and whose, or null when the key is unknown, revoked or expired.</summary>
    public async ValueTask<Known?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var hash = Secret.Hash(key);
        var now = time.GetUtcNow();
        var slot = Convert.ToHexString(hash);
        if (!_known.TryGetValue(slot, out Known? known))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
            known = await db.Keys.Where(k => k.Hash == hash).Select(k => new Known(k.Id, k.UserId, k.ExpiresAt)).FirstOrDefaultAsync(cancellationToken);

            // Unknown keys are not remembered: anybody can make up any number of them.
            if (known is null) return null;
            var minuteAgo = now.AddMinutes(-1);
            await db.Keys.Where(k => k.Id == known.Id && (k.LastUsedAt == null || k.LastUsedAt < minuteAgo))
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), cancellationToken);
            _known.Set(slot, known, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
        }
        return known!.ExpiresAt is null || known.ExpiresAt > now ? known : null;
    }

    public void Forget(byte[] hash) => _known.Remove(Convert.ToHexString(hash));

    public void Dispose() => _known.Dispose();
}
