namespace ChatMonolith.Host;

static class SecurityHeaders
{
    /// <summary>
    /// Nothing runs that the page's own nonce does not name, and nothing is fetched from elsewhere: message text is written by strangers and models.
    /// Only this site's own pages may frame its pages: two sessions stand side by side that way.
    /// </summary>
    public static readonly HeaderPolicyCollection Policy = new HeaderPolicyCollection()
        .AddContentTypeOptionsNoSniff()
        .AddFrameOptionsSameOrigin()
        .AddReferrerPolicyStrictOriginWhenCrossOrigin()
        .AddCrossOriginOpenerPolicy(x => x.SameOrigin())
        .AddCrossOriginResourcePolicy(x => x.SameOrigin())
        .AddPermissionsPolicy(permissions =>
        {
            permissions.AddCamera().None();
            permissions.AddMicrophone().None();
            permissions.AddGeolocation().None();
            permissions.AddPayment().None();
            permissions.AddUsb().None();
        })
        .RemoveServerHeader()
        .AddContentSecurityPolicy(csp =>
        {
            csp.AddDefaultSrc().None();
            csp.AddScriptSrc().Self().WithNonce();
            csp.AddStyleSrc().Self();
            csp.AddImgSrc().Self();
            csp.AddConnectSrc().Self();
            csp.AddManifestSrc().Self();
            csp.AddFormAction().Self();
            csp.AddBaseUri().None();
            csp.AddFrameSrc().Self();
            csp.AddFrameAncestors().Self();
            csp.AddRequireTrustedTypesFor().Script();
            csp.AddTrustedTypes().AllowPolicy("htmx");
        });

    static readonly PathString[] Secret = ["/share", "/invite", "/join"];

    /// <summary>
    /// Addresses that are secrets, with a token in them, are neither told to other sites nor listed or kept. Registered before the policy: what is
    /// registered first has the last word.
    /// </summary>
    public static IApplicationBuilder UseSecretAddresses(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            if (!Secret.Any(start => context.Request.Path.StartsWithSegments(start))) return Task.CompletedTask;
            var headers = context.Response.Headers;
            // Not no-referrer: over plain HTTP a browser would post these pages' own forms as coming from nowhere, and the guard refuses that.
            (headers["Referrer-Policy"], headers["X-Robots-Tag"]) = ("same-origin", "noindex, nofollow, noarchive");
            if (headers.ContentType != "text/event-stream") headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>What a signed-in person was shown is not shown again from a cache after they signed out.</summary>
    public static IApplicationBuilder UsePrivateAnswers(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            if (context.User.Identity?.IsAuthenticated is true && context.Response.Headers.CacheControl.Count == 0)
                context.Response.Headers.CacheControl = "private, no-cache";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
