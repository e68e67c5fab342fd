using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Keys;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Setup;

/// <summary>Makes the first administrator, once in the life of a database.</summary>
sealed class FirstAdministrator(AccountsDbContext db, UserManager<User> users, TimeProvider time)
{
    public static readonly Error AlreadySetUp = Error.NotFound("already_set_up", "This server is already set up. Sign in.");
    public static readonly Error LinkInvalid =
        Error.Forbidden("setup_link_invalid", "This link is not valid. Open the newest link that the server printed when it started.");

    /// <summary>A new secret for the set-up link, replacing any earlier one; null when the server is set up.</summary>
    public async Task<string?> NewTokenAsync(CancellationToken cancellationToken)
    {
        var token = Secret.New();
        var hash = Secret.Hash(token);
        var stored = await db.Database.ExecuteSqlAsync(
            $"""
             insert into accounts.bootstrap (id, token_hash) values ({Bootstrap.OnlyId}, {hash})
             on conflict (id) do update set token_hash = excluded.token_hash where bootstrap.completed_at is null
             """, cancellationToken);
        return stored == 1 ? token : null;
    }

    public Task<bool> IsOpenAsync(CancellationToken cancellationToken) => db.Bootstrap.AnyAsync(b => b.CompletedAt == null, cancellationToken);

    /// <summary>Why this token opens nothing, or null when it does.</summary>
    public async Task<Error?> CheckAsync(string? token, CancellationToken cancellationToken)
    {
        var hash = Secret.Hash(token ?? "");
        var row = await db.Bootstrap.Select(b => new { Completed = b.CompletedAt != null, Matches = b.TokenHash == hash }).SingleOrDefaultAsync(cancellationToken);
        return row is { Completed: true } ? AlreadySetUp : row is { Matches: true } ? null : LinkInvalid;
    }

    public Task<Result<User>> CreateByLinkAsync(string token, User user, string password, CancellationToken cancellationToken)
    {
        var hash = Secret.Hash(token);
        return CreateAsync(db.Bootstrap.Where(b => b.TokenHash == hash), user, password, null, () => CheckAsync(token, cancellationToken), cancellationToken);
    }

    /// <summary>For installations without a person at the start: the configuration is the proof.</summary>
    public async Task<Result<User>> CreateByConfigurationAsync(User user, string password, string? apiKey, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"insert into accounts.bootstrap (id) values ({Bootstrap.OnlyId}) on conflict do nothing", cancellationToken);
        return await CreateAsync(db.Bootstrap, user, password, apiKey, () => Task.FromResult<Error?>(AlreadySetUp), cancellationToken);
    }

    async Task<Result<User>> CreateAsync(
        IQueryable<Bootstrap> allowed, User user, string password, string? apiKey, Func<Task<Error?>> whyNot, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The row's lock lets one of many in; the others wait here until it has committed, and then find nothing to claim.
        var claimed = await allowed.Where(b => b.Id == Bootstrap.OnlyId && b.CompletedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(b => b.CompletedAt, now).SetProperty(b => b.UserId, user.Id).SetProperty(b => b.TokenHash, (byte[]?)null), cancellationToken);
        if (claimed != 1) return await whyNot() ?? AlreadySetUp;

        var created = await users.AddAsync(user, password, administrator: true);
        if (created.Failed) return created;

        if (apiKey is not null)
        {
            db.Keys.Add(new PersonalKey(user.Id, "Set up by configuration", apiKey, null, now));
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return created;
    }
}
