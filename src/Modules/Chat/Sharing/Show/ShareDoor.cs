using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using ChatMonolith.Modules.Chat.Data;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Sessions.Contracts;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace ChatMonolith.Modules.Chat.Sharing.Show;

/// <summary>Lets readers in. A link that ended, was revoked or never was is the same to them: nothing.</summary>
sealed class ShareDoor(ChatDbContext db, IMediator mediator, ShareTries tries, IDataProtectionProvider protection, TimeProvider clock)
{
    const string Cookie = "cm-share";
    readonly IDataProtector _protector = protection.CreateProtector("ChatMonolith.Chat.Share");

    /// <summary>The link, whether or not its password is known, with the title it shows; null for no link.</summary>
    public async Task<Share?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = Share.HashOf(token);
        var share = await db.Shares.AsNoTracking().SingleOrDefaultAsync(s => s.TokenHash == hash, cancellationToken);
        if (share is null || share.ExpiresAt <= clock.GetUtcNow()) return null;
        // A link goes a moment after its session, and opens nothing in between.
        if (await mediator.Send(new GetSessionTitle(share.SessionId), cancellationToken) is not { } title) return null;
        share.Rename(title);
        return share;
    }

    /// <summary>True when the link has no password, or this browser was let in with it.</summary>
    public bool IsOpen(Share share, HttpRequest request)
    {
        if (share.PasswordHash is null) return true;
        try
        {
            return request.Cookies[Cookie] is { } pass && _protector.Unprotect(pass) == Pass(share);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The link for somebody who may read it now; null for everybody else.</summary>
    public async Task<Share?> EnterAsync(string token, HttpRequest request, CancellationToken cancellationToken) =>
        await FindAsync(token, cancellationToken) is { } share && IsOpen(share, request) ? share : null;

    /// <summary>Null when the password is right: then this browser is let in until it is closed.</summary>
    public Error? Try(Share share, string token, string? password, HttpContext http)
    {
        if (tries.Refusal(share.Id, http.Connection.RemoteIpAddress) is { } tooMany) return tooMany;
        if (share.PasswordHash is null || password is not { Length: <= Share.MaxPassword } || !SharePassword.Matches(share.PasswordHash, password)) return ShareErrors.WrongPassword;
        http.Response.Cookies.Append(Cookie, _protector.Protect(Pass(share)),
            new() { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = $"/share/{token}" });
        return null;
    }

    static string Pass(Share share) => $"{share.Id} {share.PasswordHash}";
}

/// <summary>How often a link's password may be guessed: from one address 10 times a minute, from all together 100 times.</summary>
sealed class ShareTries : IDisposable
{
    readonly PartitionedRateLimiter<(Guid Share, string Address)> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(Guid Share, string Address), (Guid, string)>(t => RateLimitPartition.GetFixedWindowLimiter(t, _ => Window(10))),
        PartitionedRateLimiter.Create<(Guid Share, string Address), Guid>(t => RateLimitPartition.GetFixedWindowLimiter(t.Share, _ => Window(100))));

    public Error? Refusal(Guid share, System.Net.IPAddress? from)
    {
        using var lease = _limiter.AttemptAcquire((share, NetworkOf(from)));
        return lease.IsAcquired ? null : new("too_many_tries", StatusCodes.Status429TooManyRequests, "Too many tries. Wait a minute and try again.", "password", TimeSpan.FromMinutes(1));
    }

    // One IPv6 customer has at least a /64.
    static string NetworkOf(System.Net.IPAddress? address) => address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
        ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address?.MapToIPv4().ToString() ?? "";

    static FixedWindowRateLimiterOptions Window(int most) => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1) };

    public void Dispose() => _limiter.Dispose();
}
