using System.Security.Claims;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Accounts.Users;

/// <summary>What an account may do right now. A cookie or key only says who it is.</summary>
sealed record Account(Guid Id, string Email, string Name, bool IsAdministrator, string Stamp)
{
    public const string StampClaim = "stamp";

    /// <param name="accessId">The sign-in or key; null while there is none yet.</param>
    public ClaimsPrincipal ToPrincipal(string scheme, Guid? accessId = null)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, Id.ToString()), new(ClaimTypes.Email, Email), new("name", Name), new(StampClaim, Stamp)],
            scheme, "name", ClaimTypes.Role);
        if (accessId is { } access) identity.AddClaim(new(CurrentUser.AccessClaim, access.ToString()));
        if (IsAdministrator) identity.AddClaim(new(ClaimTypes.Role, CurrentUser.AdministratorRole));
        return new(identity);
    }
}

/// <summary>
/// The accounts that are not disabled, remembered for seconds: every request asks, so that a disabled account, a lost role or a changed password
/// counts at once on this node and within <see cref="Lifetime"/> on the others.
/// </summary>
sealed class ActiveAccounts(IServiceScopeFactory scopes) : IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public async ValueTask<Account?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out Account? known)) return known;

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AccountsDbContext>();
        var account = await db.Users.Where(u => u.Id == id && u.DisabledAt == null)
            .Select(u => new Account(u.Id, u.Email!, u.DisplayName, db.UserRoles.Any(r => r.UserId == u.Id && r.RoleId == Roles.AdministratorId), u.SecurityStamp!))
            .FirstOrDefaultAsync(cancellationToken);
        return _known.Set(id, account, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
    }

    public void Forget(Guid id) => _known.Remove(id);

    public void Dispose() => _known.Dispose();
}

/// <summary>Lets Identity's sign-in write the same claims that every later request gets.</summary>
sealed class AccountPrincipals(UserManager<User> users) : IUserClaimsPrincipalFactory<User>
{
    public async Task<ClaimsPrincipal> CreateAsync(User user) =>
        new Account(user.Id, user.Email!, user.DisplayName, await users.IsInRoleAsync(user, CurrentUser.AdministratorRole), user.SecurityStamp!)
            .ToPrincipal(IdentityConstants.ApplicationScheme);
}
