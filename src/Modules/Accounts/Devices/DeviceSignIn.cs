using System.Security.Claims;
using ChatMonolith.Modules.Accounts.Data;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Accounts.Devices;

/// <summary>The one way in: a browser that signs in is a device from then on, and its cookie says which.</summary>
sealed class DeviceSignIn(AccountsDbContext db, SignInManager<User> signIn, TimeProvider time)
{
    public async Task SignInAsync(User user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Devices.Where(d => d.UserId == user.Id && d.LastSeenAt < now - Device.KeptUnused).ExecuteDeleteAsync(cancellationToken);
        var device = new Device(user.Id, DeviceName.Of(signIn.Context.Request.Headers.UserAgent), now);
        db.Add(device);
        await db.SaveChangesAsync(cancellationToken);
        await RenewAsync(user, device.Id);
    }

    /// <summary>A new cookie for a device that stays signed in: the one it has is from before the password changed.</summary>
    public Task RenewAsync(User user, Guid deviceId) =>
        signIn.SignInWithClaimsAsync(user, isPersistent: true, [new Claim(CurrentUser.AccessClaim, deviceId.ToString())]);
}
