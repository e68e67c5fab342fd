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
        await Task.WhenAll(WatchAllAsync(stoppingToken), FollowAsync(stoppingToken));
    }

    async Task WatchAllAsync(CancellationToken stopping)
    {
        var watched = new Dictionary<Provider, (CancellationTokenSource End, Task Watch)>();
        while (!stopping.IsCancellationRequested)
        {
            // Before the list, so that no change falls in between.
            var changed = providers.Changed;
            var all = providers.ToHashSet();
            foreach (var provider in all.Where(p => !watched.ContainsKey(p)))
            {
                var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                watched[provider] = (end, WatchAsync(provider, end.Token));
            }
            foreach (var gone in watched.Keys.Where(p => !all.Contains(p)).ToList())
            {
                await watched[gone].End.CancelAsync();
                watched.Remove(gone);
            }
            await changed.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(watched.Values.Select(w => w.Watch));
        foreach (var (end, _) in watched.Values) end.Dispose();
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
