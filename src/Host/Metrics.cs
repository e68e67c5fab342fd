using System.Security.Cryptography;
using System.Text;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace ChatMonolith.Host;

/// <summary>
/// <c>/metrics</c> for a collector that knows <c>Metrics:Key</c>: docs/decisions/0016. Without the setting there is neither the address nor the
/// cost of counting.
/// </summary>
static class Metrics
{
    const int ShortestKey = 16;
    const string OpenMetrics = "application/openmetrics-text";

    static readonly string[] Meters =
    [
        "ChatMonolith.*", "Npgsql", "System.Runtime", "System.Net.Http", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.RateLimiting",
    ];

    static readonly Error WrongKey = new("wrong_metrics_key", StatusCodes.Status401Unauthorized, "Send the key of the setting Metrics:Key in the header Authorization: Bearer.");

    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        if (KeyIn(builder.Configuration) is not { } key) return;
        if (key.Length < ShortestKey) throw new StartRefusedException($"Metrics:Key needs at least {ShortestKey} characters. Choose a longer one, or leave it out.");
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("chatmonolith"))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
    }

    /// <summary>Before anybody is signed in: figures are wanted most when the database, which knows people and keys, does not answer.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        if (KeyIn(app.Configuration) is not { } key)
        {
            // Without this, strangers would be asked to sign in to something that is not there.
            app.Map("/metrics", nothing => nothing.Run(context => Results.NotFound().ExecuteAsync(context)));
            return;
        }
        var expected = Hash($"Bearer {key}");
        app.UseOpenTelemetryPrometheusScrapingEndpoint(null, null, "/metrics", branch => branch.Use((context, next) =>
        {
            var request = context.Request;
            if (!CryptographicOperations.FixedTimeEquals(expected, Hash(request.Headers.Authorization.ToString())))
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return new ErrorResult(WrongKey).ExecuteAsync(context);
            }
            // What the contract promises, unless the older format is asked for by name.
            if (!request.Headers.Accept.ToString().Contains("text/plain", StringComparison.Ordinal)) request.Headers.Accept = OpenMetrics + "; version=1.0.0";
            context.Response.Headers.CacheControl = "no-store";
            return next(context);
        }), null);
    }

    static string? KeyIn(IConfiguration configuration) => configuration["Metrics:Key"] is { Length: > 0 } key ? key : null;

    static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
