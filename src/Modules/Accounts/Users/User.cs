using ChatMonolith.Modules.Kernel;
using Microsoft.AspNetCore.Identity;

namespace ChatMonolith.Modules.Accounts.Users;

/// <summary>An account. Without a password it is invited: its person has not come yet.</summary>
sealed class User : IdentityUser<Guid>
{
    public const int NameLength = 80;

    User()
    {
    }

    public User(string email, string displayName, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        Email = UserName = email.Trim();
        DisplayName = displayName.Trim();
        CreatedAt = now;
    }

    public string DisplayName { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? DisabledAt { get; private set; }

    public void Rename(string displayName) => DisplayName = displayName.Trim();

    public void Disable(DateTimeOffset now) => DisabledAt ??= now;

    public void Enable() => DisabledAt = null;
}

static class Roles
{
    public const string Member = "member";

    /// <summary>The only stored role; everybody else is a member. A fixed id, so that a query needs no join.</summary>
    public static readonly Guid AdministratorId = new("01932f5e-7a00-7000-8000-000000000001");

    public static readonly IdentityRole<Guid> Administrator = new()
    {
        Id = AdministratorId,
        Name = CurrentUser.AdministratorRole,
        NormalizedName = CurrentUser.AdministratorRole.ToUpperInvariant(),
        ConcurrencyStamp = AdministratorId.ToString(),
    };
}
