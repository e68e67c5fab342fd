using ChatMonolith.Modules.Accounts.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Accounts.Devices;

/// <summary>The browsers that are signed in, remembered for seconds: every request asks.</summary>
sealed class ActiveDevices(IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5), SeenEvery = TimeSpan.FromMinutes(5);

    readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public async ValueTask<bool> IsSignedInAsync(Guid id, Guid userId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out Guid owner)) return owner == userId;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        if (await db.Devices.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } device) return false;
        var now = time.GetUtcNow();
        if (device.LastSeenAt < now - SeenEvery)
            await db.Devices.Where(d => d.Id == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.LastSeenAt, now), cancellationToken);
        _known.Set(id, device.UserId, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
        return device.UserId == userId;
    }

    public void Forget(Guid id) => _known.Remove(id);

    public void Dispose() => _known.Dispose();
}
