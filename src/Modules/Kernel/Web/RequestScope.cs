using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ChatMonolith.Modules.Kernel.Web;

/// <summary>The services that were made for one request.</summary>
public static class RequestScope
{
    /// <summary>
    /// Disposes of them before the request is over. For answers that stay open for minutes: a database context that did its work at the
    /// beginning would be held all the time. Whatever asks for a service afterwards gets new ones.
    /// </summary>
    public static async Task EndScopeAsync(this HttpContext http)
    {
        var scopes = http.RequestServices.GetRequiredService<IServiceScopeFactory>();
        if (http.Features.Get<IServiceProvidersFeature>() is IAsyncDisposable scope) await scope.DisposeAsync();
        http.Features.Set<IServiceProvidersFeature>(new RequestServicesFeature(http, scopes));
    }
}
