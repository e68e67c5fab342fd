using System.Globalization;
using ChatMonolith.Modules.Accounts.Keys;
using ChatMonolith.Modules.Accounts.Users;
using ChatMonolith.Modules.Kernel;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Accounts.Setup;

/// <summary>Before the first request: the configured administrator, if any. Once the address is known: the link for a person to become it.</summary>
sealed class SetupAtStart(IServiceScopeFactory scopes, IServer server, IConfiguration configuration, TimeProvider time) : IHostedLifecycleService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var wanted = new CompleteSetup(null, configuration["Setup:AdminEmail"], "Administrator", configuration["Setup:AdminPassword"]);
        if (wanted is { Email: null or "", Password: null or "" }) return;

        var invalid = (await new CompleteSetupValidator().ValidateAsync(wanted, cancellationToken)).Errors.FirstOrDefault();
        if (invalid is not null) throw new StartRefusedException($"Setup:AdminEmail and Setup:AdminPassword belong together. {invalid.ErrorMessage}");
        var apiKey = configuration["Setup:AdminApiKey"] is { Length: > 0 } given ? given : null;
        if (apiKey is { Length: < PersonalKey.ShortestGiven })
            throw new StartRefusedException(string.Create(CultureInfo.InvariantCulture, $"Setup:AdminApiKey needs at least {PersonalKey.ShortestGiven} characters."));

        await using var scope = scopes.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().CreateByConfigurationAsync(
            new User(wanted.Email!, wanted.DisplayName!, time.GetUtcNow()), wanted.Password!, apiKey, cancellationToken);
        if (made.Failed && made.Error != FirstAdministrator.AlreadySetUp)
            throw new StartRefusedException($"The first administrator of Setup:AdminEmail could not be made. {made.Error.Message}");
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().NewTokenAsync(cancellationToken) is { } token)
            // To the terminal of whoever started the server, and not to the log, which other people and places may keep.
            Console.WriteLine($"{Environment.NewLine}Set up the first administrator: {Address()}/setup?token={token}{Environment.NewLine}");
    }

    string Address()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (addresses.FirstOrDefault() is not { } first) return "http://localhost";

        // "Any address" is for listening; a browser needs a name.
        var parsed = BindingAddress.Parse(first);
        return parsed.Host is "+" or "*" or "0.0.0.0" or "[::]" or "" ? $"{parsed.Scheme}://localhost:{parsed.Port}" : first.TrimEnd('/');
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
