using System.Text.Encodings.Web;
using ChatMonolith.Modules.Accounts.Access;
using ChatMonolith.Modules.Accounts.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatMonolith.Modules.Accounts.Keys;

/// <summary>Signs a request in by <c>Authorization: Bearer cm_…</c>.</summary>
sealed class KeyHandler(
    ActiveKeys keys, ActiveAccounts accounts, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Key";
    const string Bearer = "Bearer ";
    const int LongestKey = 512;

    public static bool HasKey(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!HasKey(Request)) return AuthenticateResult.NoResult();

        var key = Request.Headers.Authorization.ToString()[Bearer.Length..].Trim();
        if (key.Length is 0 or > LongestKey
            || await keys.FindAsync(key, Context.RequestAborted) is not { } known
            || await accounts.FindAsync(known.UserId, Context.RequestAborted) is not { } account)
            return AuthenticateResult.Fail("The key is unknown, revoked or expired, or its owner is disabled.");
        return AuthenticateResult.Success(new(account.ToPrincipal(Scheme, known.Id), Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return AccessRefusal.WriteAsync(Context, AccessRefusal.SignedOut);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => AccessRefusal.WriteAsync(Context, AccessRefusal.NotAllowed);
}
