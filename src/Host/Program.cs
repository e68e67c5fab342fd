using Carter;
using ChatMonolith.Host;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Data;
using ChatMonolith.Modules.Kernel.Errors;
using ChatMonolith.Modules.Kernel.Web;

// Watching the configuration files would watch the whole folder, and nothing here changes while the program runs.
Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
var start = new StartUp();
try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.WebHost.UseStaticWebAssets().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    builder.AddModules(ModuleList.All);
    builder.AddHostPolicies();
    builder.AddMetrics();
    start.Watch(builder);

    await using var app = builder.Build();
    start.Watch(app);
    await app.StartDatabaseAsync();

    app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", SuppressDiagnosticsCallback = failed => UnstorableText.IsCauseOf(failed.Exception) });
    app.UseRequestLog();
    app.UseStatusCodePagesWithReExecute("/error", "?status={0}");
    app.UseForwardedHeaders();
    app.UseSecretAddresses();
    app.UseSecurityHeaders(SecurityHeaders.Policy);
    app.UseResponseCompression();
    app.UseMetrics();
    app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
    app.UseRouting();
    app.UseAuthentication();
    app.UseCrossOriginGuard();
    app.UseRateLimiter();
    app.UseAuthorization();
    app.UsePrivateAnswers();

    app.MapStaticAssets().AllowAnonymous();
    app.MapRazorPages().WithStaticAssets();
    app.MapCarter();
    app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    app.MapHealthChecks("/health/live", HealthPolicies.Live).AllowAnonymous();
    app.MapHealthChecks("/health/ready", HealthPolicies.Ready).AllowAnonymous();

    await StartUp.RunAsync(app);
    return 0;
}
catch (Exception e) when (start.Refusal(e) is { } sentence)
{
    // Everything is put away by now, the database stopped.
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}

/// <summary>The host's entry point; public so that tests can start it.</summary>
public partial class Program;
