using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace ChatMonolith.Modules.Kernel.Web;

/// <summary>Marks an endpoint that answers only upgrade requests, so that a page and a socket can share an address.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WebSocketEndpointAttribute : Attribute;

sealed class WebSocketMatcherPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => -10_000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsSocket);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
            if (candidates.IsValidCandidate(i) && IsSocket(candidates[i].Endpoint) != httpContext.WebSockets.IsWebSocketRequest)
                candidates.SetValidity(i, false);
        return Task.CompletedTask;
    }

    static bool IsSocket(Endpoint endpoint) => endpoint.Metadata.GetMetadata<WebSocketEndpointAttribute>() is not null;
}
