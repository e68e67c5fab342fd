using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Agents.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatMonolith.Modules.Agents.Catalogue;

/// <summary>Fills the catalogue before the first request: with what configuration names and what was known at the last start.</summary>
sealed class AgentStart(ProviderList providers, AgentCatalogue catalogue, IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in providers.Where(p => p.Models.Count > 0))
            await scopes.OfferAsync(provider, provider.Models, cancellationToken);
        await catalogue.RefreshAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

static class AgentOffer
{
    // Several nodes may start at once and must not insert the same agent twice.
    const long LockKey = 0x4147454E_54530001;

    /// <summary>Remembers exactly these models of the provider; prices and switches that an administrator set stay.</summary>
    public static async Task OfferAsync(this IServiceScopeFactory scopes, Provider provider, IReadOnlyList<string> models, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AgentsDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", cancellationToken);
        var stored = await db.Agents.Where(a => a.Provider == provider.Name).ToDictionaryAsync(a => a.Id, cancellationToken);

        foreach (var (position, model) in models.Index())
        {
            var id = $"{provider.Name}/{model}";
            if (!stored.Remove(id, out var agent))
                db.Add(agent = new Agent(id, Provider.NameOf(model), provider.Name, model, provider.Description, position));
            agent.Offer(position, provider.PriceOf(model));
        }
        foreach (var gone in stored.Values) gone.Withdraw();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
