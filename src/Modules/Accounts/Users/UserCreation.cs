using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatMonolith.Modules.Accounts.Users;

static class UserCreation
{
    /// <summary>Stores a new account. An administrator needs a transaction around it, because the role is a second statement.</summary>
    public static async Task<Result<User>> AddAsync(this UserManager<User> users, User user, string? password, bool administrator)
    {
        try
        {
            var created = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
            if (created.Succeeded && administrator) created = await users.AddToRoleAsync(user, CurrentUser.AdministratorRole);
            return created.Succeeded ? user : created.ToError();
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Two at the same moment: both passed Identity's check, the index decided.
            return UserErrors.EmailTaken;
        }
    }
}
