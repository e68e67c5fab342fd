using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Web;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Accounts.Access;

/// <summary>Refusals as each kind of client can use them: never a redirect, which a stream would follow and reconnect to for ever.</summary>
static class AccessRefusal
{
    public static readonly Error SignedOut = new("signed_out", StatusCodes.Status401Unauthorized, "Sign in, or send a valid personal key, and try again.");
    public static readonly Error NotAllowed = Error.Forbidden("not_allowed", "Your account may not do this. Ask an administrator.");

    public static Task WriteAsync(HttpContext context, Error error)
    {
        var stream = PageNavigation.IsStream(context.Request);
        if (!stream && !PageNavigation.EndsInAPage(context.Request)) return new ErrorResult(error).ExecuteAsync(context);

        // A person gets the host's page for a status without a body; a stream needs the bare status.
        if (stream && context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        context.Response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait) context.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds):0}";
        return Task.CompletedTask;
    }
}
