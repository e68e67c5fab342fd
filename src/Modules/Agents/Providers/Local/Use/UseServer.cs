using System.Text.Json;
using ChatMonolith.Modules.Agents.Catalogue;
using ChatMonolith.Modules.Agents.Data;
using ChatMonolith.Modules.Kernel;
using ChatMonolith.Modules.Kernel.Errors;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatMonolith.Modules.Agents.Providers.Local.Use;

/// <summary>Makes the models of a server that was found agents: at once, and after every later start.</summary>
sealed record UseServer(CurrentUser By, string Address) : IRequest<Result<Unit>>;

sealed class UseServerHandler(
    AgentsDbContext db, LocalServers local, ProviderList providers, ProviderConnections connections, AgentCatalogue catalogue,
    IServiceScopeFactory scopes, TimeProvider time, ILogger<UseServerHandler> logger) : IRequestHandler<UseServer, Result<Unit>>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<Result<Unit>> Handle(UseServer request, CancellationToken cancellationToken)
    {
        if (!request.By.IsAdministrator) return AgentErrors.AdministratorsOnly;
        // Only what was found: an address that somebody sends is not asked.
        if ((await local.FindAsync()).FirstOrDefault(s => s.Address == request.Address) is not { } server) return LocalServerErrors.Gone;

        var name = ProviderList.Slug(server.Name) is { Length: > 0 } slug && providers.Find(slug) is null ? slug : $"local-{server.BaseUrl.Port}";
        await db.Database.ExecuteSqlAsync(
            $"insert into agents.used_servers (provider, name, address, used_since) values ({name}, {server.Name}, {server.Address}, {time.GetUtcNow()}) on conflict do nothing", cancellationToken);
        await catalogue.RefreshAsync(cancellationToken);
        if (providers.Find(name) is { } provider) await OfferAsync(provider, cancellationToken);
        return Unit.Value;
    }

    async Task OfferAsync(Provider provider, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await scopes.OfferAsync(provider, await connections.ModelsAsync(provider, patience.Token), cancellationToken);
            await catalogue.RefreshAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // It is asked again by itself, like any provider.
            logger.LogWarning("Provider {Provider} does not list its models yet", provider.Name);
        }
    }
}
