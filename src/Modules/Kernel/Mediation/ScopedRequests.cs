using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel.Mediation;

/// <summary>For what lives longer than a request: sockets, streams, background work.</summary>
public static class ScopedRequests
{
    /// <summary>Sends a request with services of its own, which are gone when it is answered.</summary>
    public static async Task<T> AskAsync<T>(this IServiceScopeFactory scopes, IRequest<T> request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }
}
