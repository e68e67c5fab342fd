using System.Net;
using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Providers;

/// <summary>Asks each provider for its models after the start, and again while it is in trouble; never in the way of anybody.</summary>
sealed class ProviderWatch(
    ProviderList providers, ProviderConnections connections, ProviderHealth health, AgentCatalogue catalogue,
    IServiceScopeFactory scopes, TimeProvider time, ILogger<ProviderWatch> logger) : BackgroundService
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Latest = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leaves the start-up at once.
        await Task.Yield();
        await Task.WhenAll(providers.Select(p => WatchAsync(p, stoppingToken)).Append(FollowAsync(stoppingToken)));
    }

    async Task WatchAsync(Provider provider, CancellationToken stopping)
    {
        var wait = Soonest;
        while (!stopping.IsCancellationRequested)
        {
            if (await AskAsync(provider, stopping))
            {
                wait = Soonest;
                do await DelayAsync(Pause, stopping);
                while (!stopping.IsCancellationRequested && health.StatusOf(provider.Name) == AgentStatus.Ready);
            }
            else
            {
                await DelayAsync(wait * (0.8 + Random.Shared.NextDouble() * 0.4), stopping);
                wait = wait * 2 < Latest ? wait * 2 : Latest;
            }
        }
    }

    async Task<bool> AskAsync(Provider provider, CancellationToken stopping)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            patience.CancelAfter(Patience);
            var models = await connections.ModelsAsync(provider, patience.Token);
            health.Record(provider.Name, Outcome.Reached);
            if (provider.Models.Count > 0) return true;
            await scopes.OfferAsync(provider, models, stopping);
            await catalogue.RefreshAsync(stopping);
            logger.LogInformation("Provider {Provider} offers {Count} models", provider.Name, models.Count);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return true; }
        // Named models need no list: that the provider answers is enough.
        catch (HttpRequestException e) when (provider.Models.Count > 0 && e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            health.Record(provider.Name, Outcome.Reached);
            return true;
        }
        catch (Exception e)
        {
            var refused = e is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden };
            health.Record(provider.Name, refused ? Outcome.Refused : Outcome.Unreachable);
            logger.LogWarning("Provider {Provider} does not list its models: {Reason}", provider.Name, e is HttpRequestException http ? http.StatusCode?.ToString() ?? http.HttpRequestError.ToString() : e.GetType().Name);
            return false;
        }
    }

    /// <summary>What an administrator changes on another node.</summary>
    async Task FollowAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await DelayAsync(TimeSpan.FromMinutes(1), stopping);
            try { await catalogue.RefreshAsync(stopping); }
            catch (Exception e) when (!stopping.IsCancellationRequested) { logger.LogWarning(e, "The list of agents could not be read"); }
            catch (OperationCanceledException) { return; }
        }
    }

    Task DelayAsync(TimeSpan wait, CancellationToken stopping) =>
        Task.Delay(wait, time, stopping).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
