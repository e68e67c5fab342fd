using ChatMonolith.Modules.Kernel.Html;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ChatMonolith.Host;

static class HostPolicies
{
    public static void AddHostPolicies(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        if (configuration["urls"] is null && configuration["http_ports"] is null && !configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        services.AddOpenApi("v1", options =>
        {
            options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) is true;
            options.AddDocumentTransformer(ApiDocument.AddSecurityAsync);
            options.AddDocumentTransformer(UsageDocument.AddAsync);
            options.AddOperationTransformer(ApiDocument.AddRefusalsAsync);
        });
        services.AddUiSlot("layout.menu", "/Pages/Admin/_EventsLink.cshtml", 95);
        services.AddProblemDetails();
        // Pages hold no lasting secret beside text that an attacker could choose (no form tokens), so compressing them over TLS leaks nothing.
        services.AddResponseCompression(options => options.EnableForHttps = true);
        services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["ready"]);
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Loopback is trusted by default; anything else could be a client that invents its address.
            foreach (var network in (configuration["Proxy:Networks"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        });
    }

    sealed class DatabaseCheck(NpgsqlDataSource source) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = source.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException e)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.", e);
            }
        }
    }
}

static class HealthPolicies
{
    public static readonly HealthCheckOptions Live = new() { Predicate = _ => false };
    public static readonly HealthCheckOptions Ready = new() { Predicate = check => check.Tags.Contains("ready") };
}
